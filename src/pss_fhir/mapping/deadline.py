"""Deadline <-> Task with the moment by which it must be done."""

from __future__ import annotations

from pss_fhir.domain.deadline import Deadline, DeadlineStatus, Obligation
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import OBLIGATIONS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, reference
from pss_fhir.mapping.task import read_statuses, written_statuses
from pss_fhir.r4.canonicals import DEADLINE_PROFILE, TASK_CODES
from pss_fhir.r4.dates import format_instant

_WRITTEN = written_statuses(DeadlineStatus)
_READ = read_statuses(DeadlineStatus)
_OBLIGATIONS = {obligation.value: obligation for obligation in Obligation}
CONCEPT = Concept(
    words="a task with a deadline",
    record=Deadline,
    resource_types=("Task",),
    profile=DEADLINE_PROFILE,
    reads=(
        "id",
        "identifier",
        "status",
        "code",
        "focus",
        "for",
        "executionPeriod",
        "authoredOn",
        "owner",
        "restriction",
    ),
)


def to_fhir(deadline: Deadline) -> models.Task:
    """The obligation as a Task."""
    made = begin("Task", deadline.ref, (DEADLINE_PROFILE,), deadline.identifiers)
    made["status"] = _WRITTEN[deadline.status]
    made["intent"] = "order"
    made["code"] = concept(coding(TASK_CODES, deadline.obligation.value, OBLIGATIONS[deadline.obligation]))
    if deadline.focus_ref:
        made["focus"] = reference(deadline.focus_ref)
    if deadline.client_ref:
        made["for"] = reference(deadline.client_ref)
    if deadline.done_at:
        made["executionPeriod"] = {"end": format_instant(deadline.done_at)}
    made["authoredOn"] = format_instant(deadline.given_at)
    made["owner"] = reference(deadline.owner_ref)
    made["restriction"] = {"period": {"end": format_instant(deadline.due_at)}}
    return models.Task.model_validate(made)


def read_obligation(task: Element) -> Obligation | None:
    """What a Task is about, None where it is none of the project's obligations."""
    for system, code in task.codings("code"):
        if system == TASK_CODES and code in _OBLIGATIONS:
            return _OBLIGATIONS[code]
    return None


def read(task: Element) -> Deadline:
    """The obligation that a Task of this project's making describes.

    Raises:
        Unreadable: no id, status, obligation, owner, beginning or due moment; noted in the report.
    """
    ref, identifiers = task.known_as()
    restriction = task.one("restriction")
    limit = restriction.one("period") if restriction else None
    done = task.one("executionPeriod")
    return task.build(
        Deadline,
        ref=ref,
        obligation=task.require(read_obligation(task), "code", CONCEPT.words),
        status=task.require(task.code("status", _READ), "status", CONCEPT.words),
        identifiers=identifiers,
        focus_ref=task.ref("focus"),
        client_ref=task.ref("for"),
        owner_ref=task.require(task.ref("owner"), "owner", CONCEPT.words),
        given_at=task.require(task.moment("authoredOn"), "authoredOn", CONCEPT.words),
        due_at=task.require(limit.moment("end") if limit else None, "restriction.period.end", CONCEPT.words),
        done_at=done.moment("end") if done else None,
    )
