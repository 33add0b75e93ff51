"""Domain records as JSON: ``{"type": "Goal", "ref": "Goal/1", ...}``, fields in the words of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from pss_fhir.domain.record import Record
from pss_fhir.issues import Issue, make_issue
from pss_fhir.mapping.report import reasons_of

_HOMES = {
    "Client": "people",
    "Specialist": "people",
    "Diagnosis": "diagnosis",
    "Plan": "plan",
    "Goal": "plan",
    "PlanStep": "plan_step",
    "ServiceOrder": "payer",
    "Authorization": "payer",
    "Coverage": "payer",
    "Contact": "contact",
    "ServiceNote": "note",
    "Addendum": "note",
    "Retraction": "note",
    "Authorship": "authorship",
    "SafetyPlan": "wellness",
    "WellnessPlan": "wellness",
    "RecoveryCapital": "recovery_capital",
    "Characteristic": "characteristic",
    "ProgressSeen": "goal_progress",
    "Episode": "episode",
    "DischargeSummary": "episode",
    "CareTeam": "team",
    "NaturalSupport": "team",
    "GroupRoster": "group",
    "GroupSession": "group",
    "Referral": "referral",
    "Linkage": "referral",
    "CrisisCall": "crisis",
    "Deadline": "deadline",
    "Incident": "incident",
    "Consent": "consent",
    "Disclosure": "consent",
    "RecordUse": "record_use",
    "AdvanceDirective": "consent",
    "AuthorizationRequest": "authorization_request",
    "Training": "staff",
    "Supervision": "staff",
    "CredentialVerification": "verification",
    "BackgroundCheck": "staff",
    "StaffMeeting": "meeting",
}


RECORD_NAMES = tuple(_HOMES)
"""The ``type`` of every record, in the order in which they are told."""


def record_kind(name: str) -> type[Record]:
    """The record of a ``type``.

    Raises:
        KeyError: there is none.
    """
    kind: type[Record] = getattr(import_module(f"pss_fhir.domain.{_HOMES[name]}"), name)
    return kind


def record_json(record: Record) -> dict[str, Any]:
    """The record as JSON, without the fields that hold their default."""
    fields = record.model_dump(mode="json", exclude_defaults=True)
    return {"type": type(record).__name__, **fields}


def read_record(raw: object) -> tuple[Record | None, tuple[Issue, ...]]:
    """The record that JSON holds, or a finding for each field that keeps it from being one."""
    if not isinstance(raw, Mapping):
        return None, (_bad("record", "it is no JSON object"),)
    name = raw.get("type")
    if not isinstance(name, str) or name not in _HOMES:
        return None, (_bad("type", f"none of {', '.join(_HOMES)}"),)
    try:
        return record_kind(name).model_validate(
            {key: value for key, value in raw.items() if key != "type"}
        ), ()
    except ValidationError as refused:
        return None, tuple(_bad(field, reason) for field, reason in reasons_of(refused))


def _bad(field: str, reason: str) -> Issue:
    path = None if field == "record" else field  # the record as a whole has no path of its own
    return make_issue("mapping.bad-record", path=path, field=field, reason=reason)
