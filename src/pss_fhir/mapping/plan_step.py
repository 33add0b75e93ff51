"""PlanStep <-> Task that points at a goal."""

from __future__ import annotations

from pss_fhir.domain.plan_step import PlanStep, StepStatus
from pss_fhir.domain.record import Days
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, period_of_days, reference
from pss_fhir.mapping.task import read_statuses, written_statuses
from pss_fhir.mapping.work_words import STEP_TASK
from pss_fhir.r4.canonicals import PLAN_STEP_PROFILE, TASK_CODES

_WRITTEN = written_statuses(StepStatus)
_READ = read_statuses(StepStatus)
CONCEPT = Concept(
    words="a step of a plan",
    record=PlanStep,
    resource_types=("Task",),
    profile=PLAN_STEP_PROFILE,
    reads=(
        "id",
        "identifier",
        "status",
        "code",
        "description",
        "focus",
        "for",
        "executionPeriod",
        "owner",
        "restriction",
    ),
)


def to_fhir(step: PlanStep) -> models.Task:
    """The step as a Task."""
    made = begin("Task", step.ref, (PLAN_STEP_PROFILE,), step.identifiers)
    made["status"] = _WRITTEN[step.status]
    made["intent"] = "plan"
    made["code"] = concept(coding(TASK_CODES, *STEP_TASK))
    made["description"] = step.words
    if step.goal_ref:
        made["focus"] = reference(step.goal_ref)
    made["for"] = reference(step.client_ref)
    if step.done_on:
        made["executionPeriod"] = period_of_days(Days(end_on=step.done_on))
    if step.owner_ref:
        made["owner"] = reference(step.owner_ref)
    if step.by_on:
        made["restriction"] = {"period": period_of_days(Days(end_on=step.by_on))}
    return models.Task.model_validate(made)


def read(task: Element) -> PlanStep:
    """The step that a Task of this project's making describes.

    Raises:
        Unreadable: no id, status, person or words, or a day of doing what is not done; noted.
    """
    ref, identifiers = task.known_as()
    restriction = task.one("restriction")
    return task.build(
        PlanStep,
        ref=ref,
        client_ref=task.require(task.ref("for"), "for", CONCEPT.words),
        words=task.require(task.text("description"), "description", CONCEPT.words),
        status=task.require(task.code("status", _READ), "status", CONCEPT.words),
        identifiers=identifiers,
        goal_ref=task.ref("focus"),
        owner_ref=task.ref("owner"),
        by_on=restriction.days("period").end_on if restriction else None,
        done_on=task.days("executionPeriod").end_on,
    )
