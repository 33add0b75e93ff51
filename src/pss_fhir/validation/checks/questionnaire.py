"""A QuestionnaireResponse against the Questionnaire that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pss_fhir.definitions import CodeList, Membership
from pss_fhir.validation.coded import membership
from pss_fhir.validation.enablement import is_enabled
from pss_fhir.validation.matching import same
from pss_fhir.validation.questions import Form, Level, Question, link_of, objects, value_key
from pss_fhir.validation.visit import Visit

_SOURCE = 'FHIR R4 QuestionnaireResponse, "Notes": conformance to the Questionnaire'
_EXT = "http://hl7.org/fhir/StructureDefinition/"

_Path = str | tuple[Any, str, int]
"""Where something stands: a FHIRPath, or (what is around it, name, index), written out for a finding only."""


def check_response(visit: Visit, response: dict[str, Any], path: str) -> None:
    """Report answers that the Questionnaire does not ask for, and questions that needed an answer."""
    canonical = response.get("questionnaire")
    if not isinstance(canonical, str):
        return
    form = _form(visit, canonical)
    if form is None:
        visit.notes.add("validate.questionnaire-not-held", canonical)
        return
    _Reading(visit, response, form.url).check_items(response, form, path)


def _form(visit: Visit, canonical: str) -> Form | None:
    if canonical.startswith("#"):
        held = visit.scope.contained(canonical[1:])
        return None if held is None else Form(held)
    found = visit.schemas.questionnaire(canonical)
    if found is not None:
        return found
    bundle = visit.scope.bundle
    url = canonical.partition("|")[0]
    for resource in bundle.index.by_ref.values() if bundle else ():
        if resource.get("resourceType") == "Questionnaire" and resource.get("url") == url:
            return Form(resource)
    return None


class _Reading:
    """One response read beside its questionnaire."""

    def __init__(self, visit: Visit, response: dict[str, Any], url: Any) -> None:
        self.visit = visit
        self.response = response
        self.url = url
        self.is_finished = response.get("status") in ("completed", "amended")

    def check_items(self, answered: Mapping[str, Any], level: Level, path: _Path) -> None:
        """Check the items of one level against the questions of that level."""
        counts: dict[str | None, int] = {}
        last, is_repeated = -1, False
        for order, item in objects(answered["item"]) if "item" in answered else ():
            here = (path, "item", order)
            link = link_of(item)
            question = level.questions.get(link)
            if question is None:
                self._say("questionnaire-link-unknown", here, ".linkId")
                continue
            is_repeated = is_repeated or link in counts
            counts[link] = counts.get(link, 0) + 1
            if question.order < last:
                self._say("questionnaire-order", here)
            last = max(last, question.order)
            self._check_item(item, question, here)
        # Only what came twice, or needs an answer, can have a wrong count.
        for link, question in level.questions.items() if is_repeated else level.required:
            self._check_count(question, counts.get(link, 0), path)

    def _check_count(self, question: Question, count: int, path: _Path) -> None:
        if count > 1 and not (question.may_repeat and question.kind == "group"):
            self._say("questionnaire-repeated", path, ".item", link=question.link)
        if count == 0 and question.is_required and self.is_finished and self._is_asked(question):
            self._say("questionnaire-required", path, ".item", link=question.link)

    def _is_asked(self, question: Question) -> bool:
        return not question.is_conditional or is_enabled(question.raw, self.response)

    def _check_item(self, item: dict[str, Any], question: Question, path: _Path) -> None:
        kind = question.kind
        if not self._is_asked(question):
            self._say("questionnaire-disabled", path)
        answers = objects(item.get("answer"))
        if kind in ("group", "display"):
            if answers:
                self._say("questionnaire-answer-type", path, ".answer", type=kind, allowed="no answer")
            if kind == "group":
                self.check_items(item, question.level, path)
            return
        if not answers and question.is_required and self.is_finished:
            self._say("questionnaire-required", path, link=question.link)
        if len(answers) > 1 and not question.may_repeat:
            self._say("questionnaire-repeated", path, ".answer", link=question.link)
        for order, answer in answers:
            if len(answer) == 1 and question.plain_key in answer:
                continue
            here = (path, "answer", order)
            self._check_answer(answer, question, here)
            if "item" in answer or question.level.required:
                self.check_items(answer, question.level, here)

    def _check_answer(self, answer: dict[str, Any], question: Question, path: _Path) -> None:
        key = value_key(answer)
        if key is None:
            return
        if question.allowed and key not in question.allowed:
            names = ", ".join(each.removeprefix("value") for each in question.allowed)
            self._say("questionnaire-answer-type", path, ".value", type=str(question.kind), allowed=names)
            return
        if question.options or question.value_set is not None:
            self._check_option(answer[key], key, question, path)
        if question.most is not None or question.limits:
            self._check_limits(answer[key], question, path)

    def _check_option(self, value: Any, key: str, question: Question, path: _Path) -> None:
        if question.kind == "open-choice" and key == "valueString":
            return
        options = [each[key] for each in question.options if key in each]
        if options and not any(_is_option(option, value) for option in options):
            self._say("questionnaire-option", path, ".value", link=question.link)
        if question.value_set is None or key != "valueCoding" or not isinstance(value, dict):
            return
        codes = self.visit.schemas.codes(question.value_set)
        if codes is None:
            self.visit.notes.add("validate.value-set-not-held", question.value_set)
        elif isinstance(value.get("code"), str) and question.kind == "choice" and _is_out(codes, value):
            self._say("questionnaire-option", path, ".value", link=question.link)

    def _check_limits(self, value: Any, question: Question, path: _Path) -> None:
        most = question.most
        if most is not None and isinstance(value, str) and len(value) > most:
            self._say("questionnaire-limit", path, ".value", limit=f"at most {most} characters")
        for url, bound in question.limits:
            if bound is None or not _comparable(bound, value):
                continue
            if url == f"{_EXT}minValue" and value < bound:
                self._say("questionnaire-limit", path, ".value", limit=f"at least {bound}")
            elif url == f"{_EXT}maxValue" and value > bound:
                self._say("questionnaire-limit", path, ".value", limit=f"at most {bound}")
            elif url == f"{_EXT}minLength" and isinstance(value, str) and len(value) < bound:
                self._say("questionnaire-limit", path, ".value", limit=f"at least {bound} characters")

    def _say(self, name: str, path: _Path, name_there: str = "", **fields: Any) -> None:
        place = f"{_written(path)}{name_there}"
        self.visit.report(f"validate.{name}", place, self.url, source=_SOURCE, **fields)


def _written(path: _Path) -> str:
    if isinstance(path, str):
        return path
    around, name, order = path
    return f"{_written(around)}.{name}[{order}]"


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
