"""A Person-Centered Plan as a document that a payer reads: its words in a DocumentReference.

Da Vinci PAS 2.2.1 takes no CarePlan among the supporting information of a request, and of a document only
one that holds its own content.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pss_fhir.domain.plan import Goal, GoalStatus, Plan
from pss_fhir.mapping import models
from pss_fhir.mapping.document import text_content
from pss_fhir.mapping.note_shape import OPEN
from pss_fhir.mapping.parts import begin, coding, concept, reference, uri_identifier
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import US_CORE_DOCUMENT_REFERENCE
from pss_fhir.r4.dates import format_instant

LOINC_PLAN = "18776-5"
_TITLE = "Person-Centered Plan"
_NOT_SENT = frozenset({GoalStatus.RETRACTED, GoalStatus.CANCELLED})


def plan_document(
    plan: Plan, goals: Iterable[Goal], *, identifier: str, made_at: datetime
) -> models.DocumentReference:
    """The plan with its goals, as plain text in a US Core DocumentReference.

    Args:
        plan: the plan.
        goals: the goals at hand; those that the plan lists are told, in its order.
        identifier: ``urn:uuid:...`` of the document, the same on every attempt.
        made_at: when the text was made.
    """
    made_on = format_instant(made_at)
    made = begin("DocumentReference", None, (US_CORE_DOCUMENT_REFERENCE,))
    made["identifier"] = [uri_identifier(identifier)]
    made["status"] = "current"
    made["type"] = concept(coding(systems.LOINC, LOINC_PLAN, "Plan of care note"))
    made["category"] = [concept(coding(systems.US_CORE_DOCUMENT_CATEGORY, "clinical-note", "Clinical Note"))]
    made["subject"] = reference(plan.client_ref)
    made["date"] = made_on
    if plan.author_ref:
        made["author"] = [reference(plan.author_ref)]
    made["content"] = [text_content(plan_text(plan, goals), plan.title or _TITLE, made_on, OPEN)]
    return models.DocumentReference.model_validate(made)


def plan_text(plan: Plan, goals: Iterable[Goal]) -> str:
    """The plan as plain text: its days, the goals in the person's words, and who signed."""
    by_ref = {goal.ref: goal for goal in goals}
    listed = [by_ref[ref] for ref in plan.goal_refs if ref in by_ref]
    told = [_goal(goal) for goal in listed if goal.status not in _NOT_SENT]
    signed = [f"- {each.role.value.replace('-', ' ')}, {each.signed_on}" for each in plan.signatures or ()]
    none_signed = "Not known from the record." if plan.signatures is None else "Nobody."
    blocks = [
        [(plan.title or _TITLE).upper()],
        [
            f"Status: {plan.status.value}",
            f"From: {_day(plan.days.start_on)}",
            f"To: {_day(plan.days.end_on)}",
        ],
        ["GOALS", *(told or ["None."])],
        ["SIGNED BY", *(signed or [none_signed])],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _goal(goal: Goal) -> str:
    by = f", by {goal.target_on}" if goal.target_on else ""
    return f"- {goal.words} ({goal.status.value}{by})"


def _day(day: date | None) -> str:
    return str(day) if day else "not recorded"
