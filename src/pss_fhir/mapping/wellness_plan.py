"""WellnessPlan <-> QuestionnaireResponse that answers the project's wellness plan form."""

from __future__ import annotations

from pss_fhir.domain.wellness import WellnessPlan
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.form_answers import AnswerKind, FormItem, read_response, write_response
from pss_fhir.mapping.loss import Concept
from pss_fhir.r4.canonicals import WELLNESS_PLAN_FORM, WELLNESS_PLAN_PROFILE

ITEMS = (
    FormItem("when-well", "when_well", AnswerKind.TEXT, "What am I like when I am well?"),
    FormItem("every-day", "every_day", AnswerKind.TEXTS, "What do I do each day to stay well?"),
    FormItem("now-and-then", "now_and_then", AnswerKind.TEXTS, "What do I need to do from time to time?"),
    FormItem("triggers", "triggers", AnswerKind.TEXTS, "What throws me off, and what do I do then?"),
    FormItem(
        "early-signs",
        "early_signs",
        AnswerKind.TEXTS,
        "What are the first signs that I am getting unwell, and what do I do then?",
    ),
    FormItem(
        "breaking-down",
        "breaking_down",
        AnswerKind.TEXTS,
        "How do I know that things are breaking down, and what do I do then?",
    ),
    FormItem(
        "crisis",
        "crisis",
        AnswerKind.TEXT,
        "What do I want others to do when I cannot decide for myself?",
    ),
    FormItem("after-crisis", "after_crisis", AnswerKind.TEXT, "How do I come back after a crisis?"),
)
"""The items of the form in its order."""

CONCEPT = Concept(
    words="a wellness plan",
    record=WellnessPlan,
    resource_types=("QuestionnaireResponse",),
    profile=WELLNESS_PLAN_PROFILE,
    reads=("id", "identifier", "questionnaire", "status", "subject", "authored", "item"),
)


def to_fhir(plan: WellnessPlan) -> models.QuestionnaireResponse:
    """The plan as a QuestionnaireResponse whose author is the person."""
    return write_response(
        plan, form=WELLNESS_PLAN_FORM, profile=WELLNESS_PLAN_PROFILE, items=ITEMS, author_ref=plan.client_ref
    )


def read(response: Element) -> WellnessPlan:
    """The plan that the answers hold.

    Raises:
        Unreadable: no id, status or person, or completed without what a completed plan needs; noted.
    """
    return response.build(
        WellnessPlan,
        **read_response(response, ITEMS, CONCEPT.words),
    )
