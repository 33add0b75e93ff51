"""A plan in the person's hand <-> answers to its form, by a table of the form's items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pss_fhir.domain.record import Record, Ref
from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan, WellnessPlan
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, begin, reference
from pss_fhir.r4.canonicals import US_CORE_QUESTIONNAIRE_RESPONSE
from pss_fhir.r4.dates import format_date, format_instant


class AnswerKind(Enum):
    """What an item is answered with."""

    TEXTS = "several texts"
    TEXT = "a text"
    FACT = "yes or no"
    DAY = "a day"


@dataclass(frozen=True, slots=True)
class FormItem:
    """One item of a form.

    Attributes:
        link_id: its linkId.
        field: the field of the record that its answers fill.
        label: what it asks.
    """

    link_id: str
    field: str
    kind: AnswerKind
    label: str


_WRITTEN = {
    OwnPlanStatus.IN_PROGRESS: "in-progress",
    OwnPlanStatus.COMPLETED: "completed",
    OwnPlanStatus.AMENDED: "amended",
    OwnPlanStatus.STOPPED: "stopped",
    OwnPlanStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()}


def write_response(
    plan: SafetyPlan | WellnessPlan,
    *,
    form: str,
    profile: str,
    items: Iterable[FormItem],
    author_ref: Ref | None,
) -> models.QuestionnaireResponse:
    """A plan as answers to its form; the profiles ask for the moment of writing and one answer."""
    answered = _write_answers(plan, items)
    profiles = (profile, US_CORE_QUESTIONNAIRE_RESPONSE) if plan.written_at and answered else ()
    made = begin("QuestionnaireResponse", plan.ref, profiles)
    if "identifier" in made:
        made["identifier"] = made["identifier"][0]
    made["questionnaire"] = form
    made["status"] = _WRITTEN[plan.status]
    made["subject"] = reference(plan.client_ref)
    if plan.written_at:
        made["authored"] = format_instant(plan.written_at)
    if author_ref:
        made["author"] = reference(author_ref)
    if answered:
        made["item"] = answered
    return models.QuestionnaireResponse.model_validate(made)


def read_response(response: Element, items: Iterable[FormItem], words: str) -> dict[str, Any]:
    """The fields that every plan in the person's hand shares, and those that its answers fill.

    Raises:
        Unreadable: no id, status or person; noted in the report.
    """
    ref, _ = response.known_as()
    return {
        "ref": ref,
        "client_ref": response.require(response.ref("subject"), "subject", words),
        "status": response.require(response.code("status", _READ), "status", words),
        "written_at": response.moment("authored"),
        **_read_answers(response, items),
    }


def _write_answers(record: Record, items: Iterable[FormItem]) -> list[Json]:
    return [
        {"linkId": item.link_id, "text": item.label, "answer": answers}
        for item in items
        if (answers := _answers(getattr(record, item.field), item.kind))
    ]


def _answers(value: Any, kind: AnswerKind) -> list[Json]:
    if value is None:
        return []
    if kind is AnswerKind.TEXTS:
        return [{"valueString": text} for text in value]
    if kind is AnswerKind.DAY:
        return [{"valueDate": format_date(value)}]
    return [{"valueBoolean" if kind is AnswerKind.FACT else "valueString": value}]


def _read_answers(response: Element, items: Iterable[FormItem]) -> dict[str, Any]:
    answers: dict[str, list[Element]] = {}
    known = {item.link_id: item for item in items}
    for item in response.several("item"):
        link_id = item.string("linkId")
        if link_id in known:
            answers.setdefault(link_id, []).extend(item.several("answer"))
        else:
            response.report.add("mapping.other-item", item.path, element=item.path)
    return {known[link_id].field: _value(given, known[link_id].kind) for link_id, given in answers.items()}


def _value(answers: list[Element], kind: AnswerKind) -> Any:
    if kind is AnswerKind.TEXTS:
        return tuple(text for answer in answers if (text := answer.text("valueString")))
    if not answers:
        return None
    first = answers[0]
    if kind is AnswerKind.FACT:
        return first.boolean("valueBoolean")
    return first.day("valueDate") if kind is AnswerKind.DAY else first.text("valueString")
