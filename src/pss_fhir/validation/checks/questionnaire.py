"""A QuestionnaireResponse against the Questionnaire that it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pss_fhir.definitions import CodeList, Membership
from pss_fhir.validation.coded import membership
from pss_fhir.validation.enablement import is_enabled
from pss_fhir.validation.matching import same
from pss_fhir.validation.visit import Visit

_SOURCE = 'FHIR R4 QuestionnaireResponse, "Notes": conformance to the Questionnaire'
_ANSWERS = {
    "boolean": ("valueBoolean",),
    "decimal": ("valueDecimal",),
    "integer": ("valueInteger",),
    "date": ("valueDate",),
    "dateTime": ("valueDateTime",),
    "time": ("valueTime",),
    "string": ("valueString",),
    "text": ("valueString",),
    "url": ("valueUri",),
    "choice": ("valueCoding", "valueString", "valueInteger", "valueDate", "valueTime", "valueReference"),
    "open-choice": ("valueCoding", "valueString", "valueInteger", "valueDate", "valueTime", "valueReference"),
    "attachment": ("valueAttachment",),
    "reference": ("valueReference",),
    "quantity": ("valueQuantity",),
}
"""Questionnaire item type -> the answers that it takes (FHIR R4 "item-type")."""

_EXT = "http://hl7.org/fhir/StructureDefinition/"


def check_response(visit: Visit, response: dict[str, Any], path: str) -> None:
    """Report answers that the Questionnaire does not ask for, and questions that needed an answer."""
    canonical = response.get("questionnaire")
    if not isinstance(canonical, str):
        return
    questionnaire = _questionnaire(visit, canonical)
    if questionnaire is None:
        visit.notes.add("validate.questionnaire-not-held", canonical)
        return
    _Reading(visit, response, questionnaire).check_items(response, questionnaire, path)


def _questionnaire(visit: Visit, canonical: str) -> dict[str, Any] | None:
    if canonical.startswith("#"):
        return visit.scope.contained(canonical[1:])
    found = visit.schemas.questionnaire(canonical)
    if found is not None:
        return found
    bundle = visit.scope.bundle
    url = canonical.partition("|")[0]
    for resource in bundle.index.by_ref.values() if bundle else ():
        if resource.get("resourceType") == "Questionnaire" and resource.get("url") == url:
            return resource
    return None


def _objects(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for order, each in enumerate(value if isinstance(value, list) else ()):
        if isinstance(each, dict):
            yield order, each


class _Reading:
    """One response read beside its questionnaire."""

    def __init__(self, visit: Visit, response: dict[str, Any], questionnaire: dict[str, Any]) -> None:
        self.visit = visit
        self.response = response
        self.questionnaire = questionnaire
        self.is_finished = response.get("status") in ("completed", "amended")

    def check_items(self, answered: Mapping[str, Any], asked: Mapping[str, Any], path: str) -> None:
        """Check the items of one level against the questions of that level."""
        questions = {each.get("linkId"): each for _, each in _objects(asked.get("item"))}
        order_of = {link: number for number, link in enumerate(questions)}
        counts: dict[Any, int] = {}
        last = -1
        for order, item in _objects(answered.get("item")):
            here = f"{path}.item[{order}]"
            link = item.get("linkId")
            question = questions.get(link)
            if question is None:
                self._say("questionnaire-link-unknown", f"{here}.linkId")
                continue
            counts[link] = counts.get(link, 0) + 1
            if order_of[link] < last:
                self._say("questionnaire-order", here)
            last = max(last, order_of[link])
            self._check_item(item, question, here)
        for link, question in questions.items():
            self._check_count(question, counts.get(link, 0), path)

    def _check_count(self, question: Mapping[str, Any], count: int, path: str) -> None:
        link = question.get("linkId")
        if count > 1 and not (question.get("repeats") and question.get("type") == "group"):
            self._say("questionnaire-repeated", f"{path}.item", link=link)
        if (
            count == 0
            and question.get("required")
            and self.is_finished
            and is_enabled(question, self.response)
        ):
            self._say("questionnaire-required", f"{path}.item", link=link)

    def _check_item(self, item: dict[str, Any], question: dict[str, Any], path: str) -> None:
        kind = question.get("type")
        if not is_enabled(question, self.response):
            self._say("questionnaire-disabled", path)
        answers = list(_objects(item.get("answer")))
        if kind in ("group", "display"):
            if answers:
                self._say("questionnaire-answer-type", f"{path}.answer", type=kind, allowed="no answer")
            if kind == "group":
                self.check_items(item, question, path)
            return
        if not answers and question.get("required") and self.is_finished:
            self._say("questionnaire-required", path, link=question.get("linkId"))
        if len(answers) > 1 and not question.get("repeats"):
            self._say("questionnaire-repeated", f"{path}.answer", link=question.get("linkId"))
        for order, answer in answers:
            here = f"{path}.answer[{order}]"
            self._check_answer(answer, question, here)
            self.check_items(answer, question, here)

    def _check_answer(self, answer: dict[str, Any], question: dict[str, Any], path: str) -> None:
        key = next((each for each in answer if each.startswith("value")), None)
        if key is None:
            return
        kind = str(question.get("type"))
        allowed = _ANSWERS.get(kind, ())
        if allowed and key not in allowed:
            names = ", ".join(each.removeprefix("value") for each in allowed)
            self._say("questionnaire-answer-type", f"{path}.value", type=kind, allowed=names)
            return
        self._check_option(answer[key], key, question, path)
        self._check_limits(answer[key], question, path)

    def _check_option(self, value: Any, key: str, question: dict[str, Any], path: str) -> None:
        kind = question.get("type")
        if kind == "open-choice" and key == "valueString":
            return
        options = [each.get(key) for _, each in _objects(question.get("answerOption")) if key in each]
        if options and not any(_is_option(option, value) for option in options):
            self._say("questionnaire-option", f"{path}.value", link=question.get("linkId"))
        value_set = question.get("answerValueSet")
        if not isinstance(value_set, str) or key != "valueCoding" or not isinstance(value, dict):
            return
        codes = self.visit.schemas.codes(value_set)
        if codes is None:
            self.visit.notes.add("validate.value-set-not-held", value_set)
        elif isinstance(value.get("code"), str) and kind == "choice" and _is_out(codes, value):
            self._say("questionnaire-option", f"{path}.value", link=question.get("linkId"))

    def _check_limits(self, value: Any, question: dict[str, Any], path: str) -> None:
        most = question.get("maxLength")
        if isinstance(most, int) and isinstance(value, str) and len(value) > most:
            self._say("questionnaire-limit", f"{path}.value", limit=f"at most {most} characters")
        for _, extension in _objects(question.get("extension")):
            url = str(extension.get("url"))
            bound = next((each for key, each in extension.items() if key.startswith("value")), None)
            if bound is None or not _comparable(bound, value):
                continue
            if url == f"{_EXT}minValue" and value < bound:
                self._say("questionnaire-limit", f"{path}.value", limit=f"at least {bound}")
            elif url == f"{_EXT}maxValue" and value > bound:
                self._say("questionnaire-limit", f"{path}.value", limit=f"at most {bound}")
            elif url == f"{_EXT}minLength" and isinstance(value, str) and len(value) < bound:
                self._say("questionnaire-limit", f"{path}.value", limit=f"at least {bound} characters")

    def _say(self, name: str, path: str, **fields: Any) -> None:
        self.visit.report(f"validate.{name}", path, self.questionnaire.get("url"), source=_SOURCE, **fields)


def _is_out(codes: CodeList, coding: dict[str, Any]) -> bool:
    return membership(codes, "Coding", coding) is Membership.OUT


def _comparable(bound: Any, value: Any) -> bool:
    numbers = (int, float)
    if isinstance(bound, numbers) and isinstance(value, (*numbers, str)):
        return isinstance(value, numbers) or isinstance(bound, int)
    return isinstance(bound, str) and isinstance(value, str) and len(bound) == len(value)


def _is_option(option: Any, value: Any) -> bool:
    if isinstance(option, dict) and isinstance(value, dict):
        keys = (
            ("system", "code")
            if "code" in option
            else ("reference",)
            if "reference" in option
            else ("display",)
        )
        return all(same(option.get(key), value.get(key)) for key in keys)
    return same(option, value)
