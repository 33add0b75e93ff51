"""Which module reads a resource: by its type, and where a type holds several concepts by what marks each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pss_fhir.mapping.advance_directive import is_directive
from pss_fhir.mapping.authorship import read_author
from pss_fhir.mapping.background_check import is_background_check
from pss_fhir.mapping.care_words import LINKAGE_TASK
from pss_fhir.mapping.characteristic import read_kind
from pss_fhir.mapping.contact import is_about_group
from pss_fhir.mapping.crisis_call import is_crisis_call
from pss_fhir.mapping.disclosure import is_disclosure
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.goal_progress import is_goal_progress
from pss_fhir.mapping.record_use import is_record_use
from pss_fhir.mapping.recovery_capital import is_recovery_capital
from pss_fhir.mapping.referral import is_referral
from pss_fhir.mapping.retraction import is_retraction
from pss_fhir.mapping.staff_meeting import read_kind as read_meeting_kind
from pss_fhir.mapping.staff_record import read_code
from pss_fhir.mapping.supervision import CODES as SUPERVISION_CODES
from pss_fhir.mapping.training import CODE as TRAINING_CODE
from pss_fhir.mapping.work_words import STEP_TASK
from pss_fhir.r4 import canonicals

_BY_TYPE: Mapping[str, str] = {
    "Patient": "client",
    "Practitioner": "specialist",
    "CarePlan": "plan",
    "Goal": "goal",
    "ClaimResponse": "authorization",
    "ExplanationOfBenefit": "authorization",
    "Coverage": "coverage",
    "EpisodeOfCare": "episode",
    "AdverseEvent": "incident",
    "Condition": "diagnosis",
    "Consent": "consent",
    "Claim": "authorization_request",
    "CareTeam": "care_team",
    "RelatedPerson": "natural_support",
}
"""The module of each type that holds one concept."""

_DOCUMENTS: Mapping[str, str] = {
    canonicals.ADDENDUM: "addendum",
    canonicals.DISCHARGE_CONTENT: "discharge_summary",
}
_FORMS: Mapping[str, str] = {
    canonicals.SAFETY_PLAN_FORM: "safety_plan",
    canonicals.WELLNESS_PLAN_FORM: "wellness_plan",
}


def reader_of(resource: Element) -> str | None:
    """The module that reads a resource, None for one that holds no record."""
    resource_type = resource.string("resourceType") or ""
    choose = _CHOICES.get(resource_type)
    return choose(resource) if choose else _BY_TYPE.get(resource_type)


def _of_encounter(encounter: Element) -> str:
    return "group_session" if is_about_group(encounter) else "contact"


def _of_group(group: Element) -> str | None:
    is_of_persons = group.string("type") == "person" and group.boolean("actual") is not False
    return "group_roster" if is_of_persons else None


def _of_request(request: Element) -> str:
    return "referral" if is_referral(request) else "order"


def _of_task(task: Element) -> str | None:
    codes = {code for system, code in task.codings("code") if system == canonicals.TASK_CODES}
    if LINKAGE_TASK[0] in codes:
        return "linkage"
    if STEP_TASK[0] in codes:
        return "plan_step"
    return "deadline" if codes else None


def _of_communication(communication: Element) -> str | None:
    return "crisis_call" if is_crisis_call(communication) else None


def _of_document(document: Element) -> str:
    for url, reader in _DOCUMENTS.items():
        if document.extension(url) is not None:
            return reader
    return "advance_directive" if is_directive(document) else "note"


def _of_audit(event: Element) -> str | None:
    if is_disclosure(event):
        return "disclosure"
    return "record_use" if is_record_use(event) else None


def _of_provenance(provenance: Element) -> str | None:
    if is_retraction(provenance):
        return "retraction"
    return "authorship" if read_author(provenance) else None


def _of_verification(result: Element) -> str:
    return "background_check" if is_background_check(result) else "credential_verification"


def _of_appointment(appointment: Element) -> str | None:
    return "staff_meeting" if read_meeting_kind(appointment) else None


def _of_basic(basic: Element) -> str | None:
    code = read_code(basic)
    if code == TRAINING_CODE:
        return "training"
    return "supervision" if code in SUPERVISION_CODES else None


def _of_response(response: Element) -> str:
    form = (response.string("questionnaire") or "").partition("|")[0]
    return _FORMS.get(form, "note_response")


def _of_observation(observation: Element) -> str | None:
    if is_recovery_capital(observation):
        return "recovery_capital"
    if is_goal_progress(observation):
        return "goal_progress"
    return "characteristic" if read_kind(observation) else None


_CHOICES: Mapping[str, Callable[[Element], str | None]] = {
    "Encounter": _of_encounter,
    "Group": _of_group,
    "ServiceRequest": _of_request,
    "Task": _of_task,
    "Communication": _of_communication,
    "AuditEvent": _of_audit,
    "Provenance": _of_provenance,
    "VerificationResult": _of_verification,
    "Appointment": _of_appointment,
    "Basic": _of_basic,
    "DocumentReference": _of_document,
    "QuestionnaireResponse": _of_response,
    "Observation": _of_observation,
}
