"""LaunchContext: what the EHR said with the token, whose chart and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pss_fhir.errors import TokenRefused
from pss_fhir.smart.documents import text_in
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.issuers import normal_issuer
from pss_fhir.smart.pending import PendingLaunch
from pss_fhir.smart.scopes import missing_scopes
from pss_fhir.smart.tokens import TokenSet
from pss_fhir.wire import shown_url

_ID = r"(?!\.{1,2}$)[A-Za-z0-9\-._]{1,128}"
_REF = re.compile(rf"[A-Z][A-Za-z]{{1,63}}/{_ID}")
_INTENT = re.compile(r"[A-Za-z0-9._:/\-]{1,200}")


@dataclass(frozen=True, slots=True)
class FhirContextItem:
    """One more record in context (SMART App Launch 2.2.0, "fhirContext").

    Attributes:
        reference: ``Type/id`` on the EHR, or None.
        canonical: canonical URL, or None.
        identifier: the business identifier as ``{"system", "value"}``, or None.
        type: the resource type where the reference does not tell, or None.
        role: why it is in context; ``launch`` where nothing else is said.
    """

    reference: str | None = None
    canonical: str | None = None
    identifier: dict[str, Any] | None = None
    type: str | None = None
    role: str = "launch"


@dataclass(frozen=True, slots=True)
class LaunchContext:
    """What one launch is about.

    Attributes:
        iss: the FHIR base in normal form.
        patient_ref: ``Patient/id`` of the open chart, or None.
        encounter_ref: ``Encounter/id``, or None.
        user_ref: the person who signed in, ``Practitioner/id``, or as whatever else the EHR names people;
            None where it did not say: such a person can read and cannot sign.
        need_patient_banner: False only when the EHR says that it shows the banner itself.
        smart_style_url: where the EHR's colors are, unchecked, or None.
        intent: what the person came for, or None.
        tenant: the EHR's own id of the organization, or None.
        fhir_context: further records in context.
        granted_scopes: as the server wrote them.
        missing_scopes: what was asked and not granted, each with the letters that lack.
    """

    iss: str
    patient_ref: str | None
    encounter_ref: str | None
    user_ref: str | None
    need_patient_banner: bool
    smart_style_url: str | None
    intent: str | None
    tenant: str | None
    fhir_context: tuple[FhirContextItem, ...]
    granted_scopes: tuple[str, ...]
    missing_scopes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The context as JSON values."""
        return {
            **asdict(self),
            "fhir_context": [asdict(item) for item in self.fhir_context],
            "granted_scopes": list(self.granted_scopes),
            "missing_scopes": list(self.missing_scopes),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> LaunchContext:
        """What ``to_json`` made."""
        return cls(
            **{
                **stored,
                "fhir_context": tuple(FhirContextItem(**item) for item in stored["fhir_context"]),
                "granted_scopes": tuple(stored["granted_scopes"]),
                "missing_scopes": tuple(stored["missing_scopes"]),
            }
        )


def context_in(
    answer: dict[str, Any], pending: PendingLaunch, tokens: TokenSet, user_ref: str | None
) -> LaunchContext:
    """The launch context in a token response.

    Raises:
        TokenRefused: ``patient`` or ``encounter`` is there and cannot be an id.
    """
    iss = normal_issuer(pending.iss)
    patient_ref = _ref(answer, "patient", "Patient", iss)
    return LaunchContext(
        iss=iss,
        patient_ref=patient_ref,
        encounter_ref=_ref(answer, "encounter", "Encounter", iss),
        user_ref=user_ref,
        need_patient_banner=answer.get("need_patient_banner") is not False,
        smart_style_url=text_in(answer, "smart_style_url"),
        intent=_short_word(answer, "intent"),
        tenant=_short_word(answer, "tenant"),
        fhir_context=_fhir_context(answer.get("fhirContext"), iss),
        granted_scopes=tokens.scope,
        missing_scopes=_missing(pending.scopes, tokens, patient_ref, user_ref),
    )


def _missing(
    asked: Sequence[str], tokens: TokenSet, patient_ref: str | None, user_ref: str | None
) -> tuple[str, ...]:
    """What lacks, judged by what came rather than by what the scope list says of it."""
    came = {
        "launch/patient": patient_ref is not None,
        "openid": user_ref is not None,
        "fhirUser": user_ref is not None,
        "offline_access": tokens.refresh_token is not None,
        "online_access": tokens.refresh_token is not None,
    }
    missing: list[str] = []
    for scope in asked:
        if scope not in came:
            missing += missing_scopes([scope], tokens.scope)
        elif not came[scope]:
            missing.append(scope)
    return tuple(missing)


def _ref(answer: dict[str, Any], name: str, resource_type: str, iss: str) -> str | None:
    """An id of the token response as a reference; some servers send the reference itself."""
    value = answer.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        ref = value.removeprefix(f"{iss}/")
        ref = ref if "/" in ref else f"{resource_type}/{ref}"
        if _REF.fullmatch(ref) and ref.startswith(f"{resource_type}/"):
            return ref
    raise refusal(TokenRefused, code="smart.context-unreadable", where=shown_url(iss), name=name)


def _short_word(answer: dict[str, Any], name: str) -> str | None:
    value = answer.get(name)
    return value if isinstance(value, str) and _INTENT.fullmatch(value) else None


def _fhir_context(value: object, iss: str) -> tuple[FhirContextItem, ...]:
    """The items that can be understood; EHRs before SMART 2.1 wrote plain strings."""
    found = []
    for entry in value if isinstance(value, list) else ():
        item = _item({"reference": entry} if isinstance(entry, str) else entry, iss)
        if item is not None:
            found.append(item)
    return tuple(found)


def _item(entry: object, iss: str) -> FhirContextItem | None:
    if not isinstance(entry, dict):
        return None
    reference = (text_in(entry, "reference") or "").removeprefix(f"{iss}/")
    identifier = entry.get("identifier")
    item = FhirContextItem(
        reference=reference if _REF.fullmatch(reference) else None,
        canonical=text_in(entry, "canonical"),
        identifier=identifier if isinstance(identifier, dict) else None,
        type=text_in(entry, "type"),
        role=text_in(entry, "role") or "launch",
    )
    if item.reference is None and item.canonical is None and item.identifier is None:
        return None
    # The patient and the encounter of the launch have their own parameters; here they are not allowed.
    is_main = (item.reference or "").startswith(("Patient/", "Encounter/")) and item.role == "launch"
    return None if is_main else item
