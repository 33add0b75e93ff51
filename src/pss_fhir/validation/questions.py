"""A Questionnaire made ready for its responses: the questions of each level by their links."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

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


def objects(value: Any) -> list[tuple[int, dict[str, Any]]]:
    """The objects of an array with their indexes; none where it is no array."""
    if value.__class__ is not list:
        return []
    return [(order, each) for order, each in enumerate(value) if isinstance(each, dict)]


def link_of(item: Mapping[str, Any]) -> str | None:
    """The ``linkId`` of a question or of an item that answers one; None where it is no text."""
    link = item.get("linkId")
    return link if isinstance(link, str) else None


def value_key(holder: Mapping[str, Any]) -> str | None:
    """The JSON name of the value of an answer or an extension, or None."""
    for key in holder:
        if key.startswith("value"):
            return key
    return None


class Question:
    """One question.

    Attributes:
        raw: the item of the Questionnaire.
        order: where it stands among those of its level.
        link: its ``linkId`` as it stands there.
        kind: its type.
        allowed: JSON names of the answers that it takes; none where any will do.
        is_required: whether it needs an answer.
        may_repeat: whether several answers may be given.
        is_conditional: whether it has conditions by which it is asked.
        options: the answers to choose from.
        value_set: canonical of the value set to choose from, or None.
        most: how many characters an answer may have, or None.
        limits: (URL, bound) of the extensions that say more.
    """

    def __init__(self, raw: Mapping[str, Any], order: int) -> None:
        self.raw = raw
        self.order = order
        self.link = raw.get("linkId")
        self.kind = raw.get("type")
        self.allowed = _ANSWERS.get(str(self.kind), ())
        self.is_required = bool(raw.get("required"))
        self.may_repeat = bool(raw.get("repeats"))
        self.is_conditional = bool(raw.get("enableWhen"))
        self.options = [each for _, each in objects(raw.get("answerOption"))]
        value_set, most = raw.get("answerValueSet"), raw.get("maxLength")
        self.value_set = value_set if isinstance(value_set, str) else None
        self.most = most if isinstance(most, int) else None
        extensions = [(each, value_key(each)) for _, each in objects(raw.get("extension"))]
        self.limits = [(str(each.get("url")), each[key]) for each, key in extensions if key is not None]

    @cached_property
    def plain_key(self) -> str | None:
        """JSON name of the answer that needs no look where it has nothing else; None where each needs one."""
        is_plain = not (self.options or self.limits or self.value_set is not None or self.most is not None)
        return self.allowed[0] if is_plain and len(self.allowed) == 1 and not self.level.required else None

    @cached_property
    def level(self) -> Level:
        """The questions within it."""
        return Level(self.raw)


class Level:
    """The questions of a Questionnaire, or of one of its items.

    Attributes:
        questions: by their links, in the order of their first one.
        required: those of them that need an answer.
    """

    def __init__(self, asked: Mapping[str, Any]) -> None:
        found = {link_of(each): each for _, each in objects(asked.get("item"))}
        self.questions = {link: Question(each, order) for order, (link, each) in enumerate(found.items())}
        self.required = [(link, each) for link, each in self.questions.items() if each.is_required]


class Form(Level):
    """A whole Questionnaire.

    Attributes:
        url: its URL, or None.
    """

    def __init__(self, questionnaire: Mapping[str, Any]) -> None:
        super().__init__(questionnaire)
        self.url = questionnaire.get("url")
