"""The structured side of a note, as named parts that extensions and questionnaire answers both carry.

A part's name is the url of its extension and the end of its linkId (``contact.place``), so that the two
forms cannot drift apart. :mod:`~pss_fhir.mapping.note_record` says what the parts hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pss_fhir.mapping.parts import Json, coding, extension, reference
from pss_fhir.mapping.words import CODE_SYSTEMS
from pss_fhir.r4 import canonicals, systems


class PartKind(StrEnum):
    """The FHIR type of a part; the values end the name of its ``value[x]``."""

    TEXT = "String"
    CODE = "Code"
    MOMENT = "Instant"
    URI = "Uri"
    COUNT = "PositiveInt"
    FACT = "Boolean"
    REFERENCE = "Reference"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a note.

    Attributes:
        name: url of the extension, last word of the linkId.
        kind: its FHIR type in an extension; answers hold the nearest type that a questionnaire has.
        label: what a form shows beside it.
        system: the code system of a code.
        is_required: whether a note has no meaning without it.
        repeats: whether it may be there several times.
    """

    name: str
    kind: PartKind
    label: str
    system: str | None = None
    is_required: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Parts that stand together: one extension, one group of answers.

    Attributes:
        name: linkId of the group.
        url: canonical of the extension.
        repeats: whether the group may be there several times.
    """

    name: str
    url: str
    label: str
    parts: tuple[Part, ...]
    repeats: bool = False


CONTENT = PartGroup(
    "content",
    canonicals.NOTE_CONTENT,
    "The note",
    (
        Part("purpose", PartKind.TEXT, "Purpose", is_required=True),
        Part("intervention", PartKind.TEXT, "What was done", is_required=True),
        Part("response", PartKind.TEXT, "Response and progress", is_required=True),
        Part("nextStep", PartKind.TEXT, "Next step"),
        Part("writtenAt", PartKind.MOMENT, "Written", is_required=True),
        Part("lateEntry", PartKind.FACT, "Late entry", is_required=True),
    ),
)
CONTACT = PartGroup(
    "contact",
    canonicals.NOTE_CONTACT,
    "The contact",
    (
        Part("identifier", PartKind.URI, "Identifier of the contact"),
        Part("status", PartKind.CODE, "Status", "http://hl7.org/fhir/encounter-status", is_required=True),
        Part("kind", PartKind.CODE, "Kind of contact", canonicals.CONTACT_KIND_CODES, is_required=True),
        Part("modality", PartKind.CODE, "How we met", canonicals.MODALITY_CODES),
        Part("place", PartKind.CODE, "Place", canonicals.PLACE_CODES),
        Part("placeName", PartKind.TEXT, "Place in words"),
        Part("serviceCode", PartKind.CODE, "Billed service", systems.HCPCS),
        Part("modifier", PartKind.CODE, "Modifier", systems.HCPCS, repeats=True),
        Part("groupSize", PartKind.COUNT, "Members present"),
        Part("specialist", PartKind.REFERENCE, "Peer support specialist"),
        Part("order", PartKind.REFERENCE, "Service order"),
        Part("session", PartKind.REFERENCE, "Group session"),
        Part("spokenWith", PartKind.REFERENCE, "Who else took part", repeats=True),
        Part("specialistPlace", PartKind.CODE, "Where the specialist was", canonicals.PLACE_CODES),
        Part("agreed", PartKind.FACT, "The person agreed to meet this way"),
        Part("audioOnlyReason", PartKind.CODE, "Why there was no picture", canonicals.AUDIO_ONLY_CODES),
        Part("failure", PartKind.TEXT, "What failed"),
    ),
)
GOAL = PartGroup(
    "goal",
    canonicals.GOAL_PROGRESS,
    "Goal worked on",
    (
        Part("goal", PartKind.REFERENCE, "Goal", is_required=True),
        Part("words", PartKind.TEXT, "In the person's words", is_required=True),
        Part("progress", PartKind.CODE, "Progress", canonicals.PROGRESS_CODES),
        Part("comment", PartKind.TEXT, "Comment"),
    ),
    repeats=True,
)
SIGNATURE = PartGroup(
    "signature",
    canonicals.SIGNATURE,
    "Signature",
    (
        Part("name", PartKind.TEXT, "Signed by", is_required=True),
        Part("credential", PartKind.TEXT, "Credential"),
        Part("signedAt", PartKind.MOMENT, "Signed", is_required=True),
    ),
)
COSIGNATURE = PartGroup("cosignature", canonicals.COSIGNATURE, "Supervisor's signature", SIGNATURE.parts)
ADDENDUM = PartGroup(
    "addendum",
    canonicals.ADDENDUM,
    "Addendum",
    (
        Part("text", PartKind.TEXT, "Addition", is_required=True),
        Part("reason", PartKind.TEXT, "Reason"),
        Part("writtenAt", PartKind.MOMENT, "Written", is_required=True),
    ),
)

Values = Mapping[str, Sequence[Any]]
"""The values of each part by its name: texts, codes and references as text, moments as FHIR instants."""

_ANSWERS = {
    PartKind.TEXT: "valueString",
    PartKind.CODE: "valueCoding",
    PartKind.MOMENT: "valueDateTime",
    PartKind.URI: "valueUri",
    PartKind.COUNT: "valueInteger",
    PartKind.FACT: "valueBoolean",
    PartKind.REFERENCE: "valueReference",
}


def value_name(part: Part, *, in_answer: bool) -> str:
    """The ``value[x]`` that holds a part, in an answer or in an extension."""
    return _ANSWERS[part.kind] if in_answer else f"value{part.kind.value}"


def write_extension(group: PartGroup, values: Values) -> Json:
    """The group as one extension."""
    return {
        "url": group.url,
        "extension": [
            extension(
                part.name,
                f"value{part.kind.value}",
                reference(value) if part.kind is PartKind.REFERENCE else value,
            )
            for part in group.parts
            for value in values.get(part.name, ())
        ],
    }


def write_items(group: PartGroup, values: Values) -> Json:
    """The group as one item of a QuestionnaireResponse."""
    items = []
    for part in group.parts:
        answers = [
            {value_name(part, in_answer=True): _answer(part, value)} for value in values.get(part.name, ())
        ]
        if answers:
            items.append({"linkId": f"{group.name}.{part.name}", "text": part.label, "answer": answers})
    return {"linkId": group.name, "text": group.label, "item": items}


def _answer(part: Part, value: Any) -> Any:
    if part.kind is PartKind.REFERENCE:
        return reference(value)
    if part.kind is PartKind.CODE and part.system is not None:
        return coding(part.system, value, CODE_SYSTEMS.get(part.system, {}).get(value))
    return value
