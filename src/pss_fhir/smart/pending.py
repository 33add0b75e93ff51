"""A launch between the way to the sign-in page and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

LIFE = timedelta(minutes=10)
"""How long a person may take to sign in."""


@dataclass(frozen=True, slots=True)
class PendingLaunch:
    """Plain data; whoever stores it hands it out once, to the browser that began.

    Attributes:
        iss: the FHIR base exactly as the launch named it.
        state: what the answer must bring back.
        nonce: what the id_token must hold.
        code_verifier: the secret half of PKCE.
        redirect_uri: where the answer comes to.
        scopes: what was asked, in the spelling that was sent.
        begun_at: when it began.
    """

    iss: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str
    scopes: tuple[str, ...]
    begun_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether its time has run out."""
        return not self.begun_at <= now < self.begun_at + LIFE

    def to_json(self) -> dict[str, Any]:
        """The launch as JSON values."""
        return {
            "iss": self.iss,
            "state": self.state,
            "nonce": self.nonce,
            "code_verifier": self.code_verifier,
            "redirect_uri": self.redirect_uri,
            "scopes": list(self.scopes),
            "begun_at": self.begun_at.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> PendingLaunch:
        """What ``to_json`` made."""
        return cls(
            iss=stored["iss"],
            state=stored["state"],
            nonce=stored["nonce"],
            code_verifier=stored["code_verifier"],
            redirect_uri=stored["redirect_uri"],
            scopes=tuple(stored["scopes"]),
            begun_at=datetime.fromisoformat(stored["begun_at"]),
        )
