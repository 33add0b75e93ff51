"""Linkage <-> Task that follows a referral."""

from __future__ import annotations

from pss_fhir.domain.referral import Linkage, LinkageOutcome, LinkageStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import LINKAGE_OUTCOMES, LINKAGE_TASK
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, period_of_moments, reference
from pss_fhir.mapping.task import read_statuses, written_statuses
from pss_fhir.r4.canonicals import LINKAGE_OUTCOME_CODES, LINKAGE_PROFILE, TASK_CODES

_WRITTEN = written_statuses(LinkageStatus)
_READ = read_statuses(LinkageStatus)
_OUTCOMES = {outcome.value: outcome for outcome in LinkageOutcome}
CONCEPT = Concept(
    words="a linkage",
    record=Linkage,
    resource_types=("Task",),
    profile=LINKAGE_PROFILE,
    reads=(
        "id",
        "identifier",
        "basedOn",
        "status",
        "statusReason",
        "code",
        "businessStatus",
        "for",
        "executionPeriod",
        "owner",
    ),
)


def to_fhir(linkage: Linkage) -> models.Task:
    """The linkage as a Task."""
    made = begin("Task", linkage.ref, (LINKAGE_PROFILE,), linkage.identifiers)
    made["basedOn"] = [reference(linkage.referral_ref)]
    made["status"] = _WRITTEN[linkage.status]
    if linkage.words:
        made["statusReason"] = concept(text=linkage.words)
    if linkage.outcome:
        shown = LINKAGE_OUTCOMES[linkage.outcome]
        made["businessStatus"] = concept(coding(LINKAGE_OUTCOME_CODES, linkage.outcome.value, shown))
    made["intent"] = "order"
    made["code"] = concept(coding(TASK_CODES, *LINKAGE_TASK))
    made["for"] = reference(linkage.client_ref)
    if period := period_of_moments(linkage.begun_at, linkage.ended_at):
        made["executionPeriod"] = period
    if linkage.owner_ref:
        made["owner"] = reference(linkage.owner_ref)
    return models.Task.model_validate(made)


def read(task: Element) -> Linkage:
    """The linkage that a Task of this project's making describes.

    Raises:
        Unreadable: no id, status, person or referral, or completed without an outcome; noted.
    """
    ref, identifiers = task.known_as()
    followed = task.first("basedOn")
    period = task.one("executionPeriod")
    reason = task.one("statusReason")
    return task.build(
        Linkage,
        ref=ref,
        client_ref=task.require(task.ref("for"), "for", CONCEPT.words),
        referral_ref=task.require(followed.own_ref() if followed else None, "basedOn", CONCEPT.words),
        status=task.require(task.code("status", _READ), "status", CONCEPT.words),
        outcome=_outcome(task),
        words=reason.text("text") if reason else None,
        identifiers=identifiers,
        owner_ref=task.ref("owner"),
        begun_at=period.moment("start") if period else None,
        ended_at=period.moment("end") if period else None,
    )


def _outcome(task: Element) -> LinkageOutcome | None:
    for system, code in task.codings("businessStatus"):
        if system == LINKAGE_OUTCOME_CODES and code in _OUTCOMES:
            return _OUTCOMES[code]
    return None
