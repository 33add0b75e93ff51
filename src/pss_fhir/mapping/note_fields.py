"""Which fields of a record the parts of a note fill, read from an extension and from answers alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from pss_fhir.domain.contact import AudioOnlyReason, Contact, ContactKind, Modality, Remote
from pss_fhir.domain.contact import Place as ContactPlace
from pss_fhir.domain.note import Addendum, GoalProgress, Progress, ServiceNote, Signature
from pss_fhir.domain.record import Record
from pss_fhir.mapping import note_parts
from pss_fhir.mapping.contact import STATUSES
from pss_fhir.mapping.elements import Element, moment_in, ref_in
from pss_fhir.mapping.json_values import (
    Place,
    Raw,
    boolean_in,
    code_in,
    count_in,
    objects_in,
    string_in,
    text_in,
)
from pss_fhir.mapping.note_parts import Part, PartGroup, PartKind, value_name
from pss_fhir.mapping.plain_values import plain_code, plain_count, plain_moment, plain_ref, plain_text
from pss_fhir.mapping.report import Report

Answers: TypeAlias = Mapping[str, Sequence[Element]]
"""The answers to each part of a group by its name."""
_Read: TypeAlias = Callable[[Raw, str, Place, Report], Any]
_READS: Mapping[PartKind, _Read] = {
    PartKind.TEXT: text_in,
    PartKind.MOMENT: moment_in,
    PartKind.URI: text_in,
    PartKind.COUNT: count_in,
    PartKind.FACT: boolean_in,
    PartKind.REFERENCE: ref_in,
}
"""How a value is read whose FHIR type is the same in an extension and in an answer."""
_Plain: TypeAlias = Callable[[Any], Any]
_PLAIN: Mapping[PartKind, tuple[type, _Plain]] = {
    PartKind.TEXT: (str, plain_text),
    PartKind.CODE: (str, plain_code),
    PartKind.MOMENT: (str, plain_moment),
    PartKind.URI: (str, plain_text),
    PartKind.COUNT: (int, plain_count),
    PartKind.FACT: (bool, bool),
    PartKind.REFERENCE: (dict, plain_ref),
}
"""How a value of an extension is read where it is as nearly all are: its JSON type, and what gives it."""


_OF_REMOTE = frozenset(Remote.model_fields)


_Filling: TypeAlias = tuple[str, bool, str, _Read]
"""What a part fills: a field, whether several times, with the value of an element, as it is read."""


class PartFields:
    """Fields of a record, and the parts of a group that fill them.

    A field is None, or empty where its part repeats, for what is missing; it is left out where the record
    says so by itself, which is validated faster. What is of a wrong kind is noted.

    Args:
        record: whose fields they are.
        group: whose parts they are.
        meanings: what the codes of a part mean, by its name; a part that has none gives the code itself.
        **parts: the name of the part by that of the field.
    """

    def __init__(
        self,
        record: type[Record],
        group: PartGroup,
        meanings: Mapping[str, Mapping[str, object]] | None = None,
        **parts: str,
    ) -> None:
        by_name = {part.name: part for part in group.parts}
        asked = [(field, by_name[name], (meanings or {}).get(name)) for field, name in parts.items()]
        missing = {field: () if part.repeats else None for field, part, _ in asked}
        held = record.model_fields
        self._missing = {
            field: nothing
            for field, nothing in missing.items()
            if field in held and held[field].get_default() != nothing
        }
        self._in_extension = {
            part.name: (
                field,
                part.repeats,
                value_name(part, in_answer=False),
                *_plain(part, meaning),
                _in_extension(part, meaning),
            )
            for field, part, meaning in asked
        }
        self._in_answers: dict[str, _Filling] = {
            part.name: (field, part.repeats, value_name(part, in_answer=True), _in_answer(part, meaning))
            for field, part, meaning in asked
        }

    def of_extension(self, holder: Element) -> dict[str, Any]:
        """The fields that the parts of an extension fill; of a part that is there twice the first counts."""
        made: dict[str, Any] = {}
        report, fillings = holder.report, self._in_extension
        for _, part in objects_in(holder.raw, "extension", holder.place, report):
            try:
                field, repeats, element, json_type, plain, read = fillings[part["url"]]
            except (KeyError, TypeError):  # it is no part of this project's making
                continue
            if field in made and not repeats:
                continue
            value = part.get(element)
            value = plain(value) if type(value) is json_type else None
            if value is None:
                value = read(part, element, (holder.place, "extension", part["url"]), report)
            if not repeats:
                made[field] = value
            elif value is not None:
                made[field] = (*made.get(field, ()), value)
        return self._missing | made

    def of_answers(self, answers: Answers) -> dict[str, Any]:
        """The fields that answers fill; of an answer that is there twice the first counts."""
        made: dict[str, Any] = {}
        for name, (field, repeats, element, read) in self._in_answers.items():
            given = answers.get(name, ())
            values = (read(each.raw, element, each.place, each.report) for each in given)
            if repeats:
                if found := tuple(value for value in values if value is not None):
                    made[field] = found
            elif given:
                made[field] = next(values)
        return self._missing | made


def answers_in(group: PartGroup, item: Element) -> Answers:
    """The answers to the parts of a group in its item of a QuestionnaireResponse."""
    found: dict[str, list[Element]] = {}
    for inner in item.several("item"):
        name = (inner.string("linkId") or "").removeprefix(f"{group.name}.")
        found.setdefault(name, []).extend(inner.several("answer"))
    return found


def with_remote(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of :data:`CONTACT`, with those of a contact at a distance as the one field that they are."""
    if _OF_REMOTE.isdisjoint(fields):
        return fields
    said = {name: fields.pop(name) for name in _OF_REMOTE & fields.keys()}
    if any(value is not None for value in said.values()):
        fields["remote"] = Remote(**said)
    return fields


def _plain(part: Part, meanings: Mapping[str, object] | None) -> tuple[type, _Plain]:
    return _PLAIN[part.kind] if meanings is None else (str, meanings.get)


def _in_extension(part: Part, meanings: Mapping[str, object] | None) -> _Read:
    if part.kind is not PartKind.CODE:
        return _READS[part.kind]
    return string_in if meanings is None else partial(code_in, meanings=meanings)


def _in_answer(part: Part, meanings: Mapping[str, object] | None) -> _Read:
    read = _in_extension(part, meanings)
    if part.kind is not PartKind.CODE:
        return read

    def read_coding(answer: Raw, name: str, place: Place, report: Report) -> Any:
        held = Element(answer, place, report).one(name)
        return read(held.raw, "code", held.place, report) if held else None

    return read_coding


_PLACES = {place.value: place for place in ContactPlace}
CONTENT = PartFields(
    ServiceNote,
    note_parts.CONTENT,
    purpose="purpose",
    intervention_text="intervention",
    response="response",
    next_step="nextStep",
    written_at="writtenAt",
    is_late_entry="lateEntry",
)
CONTACT = PartFields(
    Contact,
    note_parts.CONTACT,
    {
        "status": STATUSES,
        "kind": {kind.value: kind for kind in ContactKind},
        "modality": {modality.value: modality for modality in Modality},
        "place": _PLACES,
        "specialistPlace": _PLACES,
        "audioOnlyReason": {reason.value: reason for reason in AudioOnlyReason},
    },
    contact_identifier="identifier",
    status="status",
    kind="kind",
    modality="modality",
    place="place",
    place_name="placeName",
    service_code="serviceCode",
    modifiers="modifier",
    people_present="groupSize",
    specialist_ref="specialist",
    order_ref="order",
    group_ref="session",
    spoken_with_refs="spokenWith",
    specialist_place="specialistPlace",
    has_agreed="agreed",
    audio_only_reason="audioOnlyReason",
    failure="failure",
)
GOAL = PartFields(
    GoalProgress,
    note_parts.GOAL,
    {"progress": {progress.value: progress for progress in Progress}},
    goal_ref="goal",
    words="words",
    progress="progress",
    comment="comment",
)
SIGNATURE = PartFields(
    Signature, note_parts.SIGNATURE, signer_name="name", credential="credential", signed_at="signedAt"
)
ADDENDUM = PartFields(Addendum, note_parts.ADDENDUM, text="text", reason="reason", written_at="writtenAt")
