"""What the EHR knows when it launches an app, and the handles that stand for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LAUNCH_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, and which chart is open.

    Attributes:
        user_ref: ``Practitioner/id`` or another person's reference.
        patient_id: None where no chart is open.
        encounter_id: None where no visit is open.
        need_patient_banner: whether the app must show the patient itself.
        smart_style_url: None to send none.
        intent, tenant: None to send none.
        fhir_context: further references for the app.
    """

    user_ref: str | None
    patient_id: str | None = None
    encounter_id: str | None = None
    need_patient_banner: bool | None = None
    smart_style_url: str | None = None
    intent: str | None = None
    tenant: str | None = None
    fhir_context: tuple[Mapping[str, Any], ...] = ()

    def parameters(self, scopes: list[str]) -> dict[str, Any]:
        """The launch context as it stands in a token response."""
        named: dict[str, Any] = {
            "patient": self.patient_id,
            "encounter": self.encounter_id,
            "need_patient_banner": self.need_patient_banner,
            "smart_style_url": self.smart_style_url,
            "intent": self.intent,
            "tenant": self.tenant,
            "fhirContext": list(self.fhir_context) or None,
        }
        wants_context = any(scope == "launch" or scope.startswith("launch/") for scope in scopes)
        return {name: value for name, value in named.items() if value is not None} if wants_context else {}


class LaunchBook:
    """Launch handles; each lives for ten minutes, so that a frame may be loaded again."""

    def __init__(self, new_secret: Callable[[], str]) -> None:
        self._lock = threading.Lock()
        self._new_secret = new_secret
        self._launches: dict[str, tuple[Session, datetime]] = {}

    def add(self, session: Session, now: datetime) -> str:
        """A new handle for a session."""
        handle = self._new_secret()
        with self._lock:
            self._launches = {key: held for key, held in self._launches.items() if held[1] > now}
            self._launches[handle] = (session, now + LAUNCH_LIFE)
        return handle

    def find(self, handle: str, now: datetime) -> Session | None:
        """The session behind a handle, None if there is none or its time is over."""
        with self._lock:
            held = self._launches.get(handle)
        return held[0] if held and held[1] > now else None
