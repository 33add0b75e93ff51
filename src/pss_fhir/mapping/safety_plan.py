"""SafetyPlan <-> QuestionnaireResponse that answers the project's safety plan form."""

from __future__ import annotations

from pss_fhir.domain.wellness import SafetyPlan
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.form_answers import AnswerKind, FormItem, read_response, write_response
from pss_fhir.mapping.loss import Concept
from pss_fhir.r4.canonicals import SAFETY_PLAN_FORM, SAFETY_PLAN_PROFILE

ITEMS = (
    FormItem(
        "warning-signs",
        "warning_signs",
        AnswerKind.TEXTS,
        "How do I notice that a crisis may be coming?",
    ),
    FormItem("coping", "coping", AnswerKind.TEXTS, "What can I do by myself that has helped before?"),
    FormItem(
        "people-and-places",
        "people_and_places",
        AnswerKind.TEXTS,
        "Which people and places take my mind off it?",
    ),
    FormItem("people-to-ask", "people_to_ask", AnswerKind.TEXTS, "Whom can I ask for help?"),
    FormItem(
        "crisis-help",
        "crisis_help",
        AnswerKind.TEXTS,
        "Whom do I call in a crisis (988, mobile crisis, my team)?",
    ),
    FormItem(
        "safe-surroundings",
        "safe_surroundings",
        AnswerKind.TEXT,
        "How are my surroundings made safer, and who helps with it?",
    ),
    FormItem("reasons", "reasons", AnswerKind.TEXT, "What is worth living for, to me?"),
    FormItem(
        "advance-directive",
        "has_advance_directive",
        AnswerKind.FACT,
        "Do I have a psychiatric advance directive?",
    ),
    FormItem(
        "reviewed-on",
        "reviewed_on",
        AnswerKind.DAY,
        "When did we last look at this plan together?",
    ),
)
"""The items of the form in its order."""

CONCEPT = Concept(
    words="a safety plan",
    record=SafetyPlan,
    resource_types=("QuestionnaireResponse",),
    profile=SAFETY_PLAN_PROFILE,
    reads=("id", "identifier", "questionnaire", "status", "subject", "authored", "author", "item"),
)


def to_fhir(plan: SafetyPlan) -> models.QuestionnaireResponse:
    """The plan as a QuestionnaireResponse."""
    return write_response(
        plan, form=SAFETY_PLAN_FORM, profile=SAFETY_PLAN_PROFILE, items=ITEMS, author_ref=plan.author_ref
    )


def read(response: Element) -> SafetyPlan:
    """The plan that the answers hold.

    Raises:
        Unreadable: no id, status or person, or completed without what a completed plan needs; noted.
    """
    return response.build(
        SafetyPlan,
        author_ref=response.ref("author"),
        **read_response(response, ITEMS, CONCEPT.words),
    )
