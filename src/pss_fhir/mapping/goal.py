"""Goal <-> Goal (US Core Goal)."""

from __future__ import annotations

from pss_fhir.domain.plan import Achievement, Goal, GoalStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, extension, reference
from pss_fhir.r4.canonicals import GOAL_PROFILE, OWN_WORDS, US_CORE_GOAL
from pss_fhir.r4.dates import format_date
from pss_fhir.r4.references import type_of_ref
from pss_fhir.r4.systems import GOAL_ACHIEVEMENT, same_system

_WRITTEN = {
    GoalStatus.PROPOSED: "proposed",
    GoalStatus.ACTIVE: "active",
    GoalStatus.ON_HOLD: "on-hold",
    GoalStatus.COMPLETED: "completed",
    GoalStatus.CANCELLED: "cancelled",
    GoalStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()} | {
    "planned": GoalStatus.PROPOSED,
    "accepted": GoalStatus.PROPOSED,
    "rejected": GoalStatus.CANCELLED,
}
CONCEPT = Concept(
    words="a goal",
    record=Goal,
    resource_types=("Goal",),
    profile=GOAL_PROFILE,
    reads=(
        "id",
        "identifier",
        "extension",
        "lifecycleStatus",
        "achievementStatus",
        "description",
        "subject",
        "startDate",
        "target",
        "expressedBy",
    ),
)


def to_fhir(goal: Goal) -> models.Goal:
    """The goal as a US Core Goal; own words are expressed by the person."""
    made = begin("Goal", goal.ref, (GOAL_PROFILE, US_CORE_GOAL), goal.identifiers)
    made["lifecycleStatus"] = _WRITTEN[goal.status]
    if goal.achievement:
        made["achievementStatus"] = concept(coding(GOAL_ACHIEVEMENT, goal.achievement.value))
    made["description"] = {"text": goal.words}
    made["subject"] = reference(goal.client_ref)
    if goal.start_on:
        made["startDate"] = format_date(goal.start_on)
    if goal.target_on:
        made["target"] = [{"dueDate": format_date(goal.target_on)}]
    if goal.is_own_words:
        made["expressedBy"] = reference(goal.client_ref)
    elif goal.is_own_words is False:
        made["extension"] = [extension(OWN_WORDS, "valueBoolean", value=False)]
    return models.Goal.model_validate(made)


def read(goal: Element) -> Goal:
    """The goal that a Goal describes: its text, or the display of its code where it has no text.

    Raises:
        Unreadable: no id, status, person or words; noted in the report.
    """
    ref, identifiers = goal.known_as()
    return goal.build(
        Goal,
        ref=ref,
        client_ref=goal.require(goal.ref("subject"), "subject", CONCEPT.words),
        words=goal.require(_words(goal), "description", CONCEPT.words),
        status=goal.require(goal.code("lifecycleStatus", _READ), "lifecycleStatus", CONCEPT.words),
        achievement=_achievement(goal),
        identifiers=identifiers,
        start_on=goal.day("startDate"),
        target_on=_target(goal),
        is_own_words=_own_words(goal),
    )


def _words(goal: Element) -> str | None:
    description = goal.one("description")
    if description is None:
        return None
    shown = (text for held in description.coded() if (text := held.text("display")))
    return description.text("text") or next(shown, None)


def _achievement(goal: Element) -> Achievement | None:
    for system, code in goal.codings("achievementStatus"):
        if same_system(system, GOAL_ACHIEVEMENT) and code in set(Achievement):
            return Achievement(code)
    return None


def _target(goal: Element) -> object:
    days = [day for target in goal.several("target") if (day := target.day("dueDate"))]
    if len(days) > 1:
        goal.report.add(
            "mapping.several", goal.at("target"), element=goal.at("target.dueDate"), count=len(days)
        )
    return days[0] if days else None


def _own_words(goal: Element) -> bool | None:
    if (said := goal.extension(OWN_WORDS)) is not None:
        return said.boolean("valueBoolean")
    if not goal.has("expressedBy"):
        return None
    who = goal.ref("expressedBy")
    if who is None:
        return None
    if who == goal.ref("subject"):
        return True
    kind = type_of_ref(who)
    return None if kind is None else kind == "Patient"
