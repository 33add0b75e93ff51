"""Which fields of a record the parts of a note fill, read from an extension and from answers alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from pss_fhir.domain.contact import AudioOnlyReason, ContactKind, Modality, Place, Remote
from pss_fhir.domain.note import Progress
from pss_fhir.mapping import note_parts
from pss_fhir.mapping.contact import STATUSES
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.note_parts import Part, PartGroup, PartKind, value_name

Answers: TypeAlias = Mapping[str, Sequence[Element]]
"""The answers to each part of a group by its name."""
_Read: TypeAlias = Callable[[Element, str], Any]
_PLACES = {place.value: place for place in Place}
_READS: Mapping[PartKind, _Read] = {
    PartKind.TEXT: Element.text,
    PartKind.MOMENT: Element.moment,
    PartKind.URI: Element.text,
    PartKind.COUNT: Element.count,
    PartKind.FACT: Element.boolean,
    PartKind.REFERENCE: Element.ref,
}
"""How a value is read whose FHIR type is the same in an extension and in an answer."""


class PartFields:
    """Fields of a record, and the parts of a group that fill them.

    A field is None, or empty where its part repeats, for what is missing; what is of a wrong kind is noted.

    Args:
        group: whose parts they are.
        meanings: what the codes of a part mean, by its name; a part that has none gives the code itself.
        **parts: the name of the part by that of the field.
    """

    def __init__(
        self, group: PartGroup, meanings: Mapping[str, Mapping[str, object]] | None = None, **parts: str
    ) -> None:
        by_name = {part.name: part for part in group.parts}
        filled = [(field, by_name[name], (meanings or {}).get(name)) for field, name in parts.items()]
        self._missing = {field: () if part.repeats else None for field, part, _ in filled}
        self._in_extension, self._in_answers = (
            [
                (field, part.name, value_name(part, in_answer=in_answer), part.repeats, read(part, meaning))
                for field, part, meaning in filled
            ]
            for in_answer, read in ((False, _in_extension), (True, _in_answer))
        )

    def of_extension(self, holder: Element) -> dict[str, Any]:
        """The fields that the parts of an extension fill."""
        made: dict[str, Any] = dict(self._missing)
        held, place, report = holder.raw_extensions, holder.place, holder.report
        for field, name, key, repeats, read in self._in_extension:
            if name in held:
                parts = [Element(raw, (place, "extension", name), report) for raw in held[name]]
                made[field] = _all(parts, key, read) if repeats else read(parts[0], key)
        return made

    def of_answers(self, answers: Answers) -> dict[str, Any]:
        """The fields that answers fill."""
        made: dict[str, Any] = dict(self._missing)
        for field, name, key, repeats, read in self._in_answers:
            if given := answers.get(name):
                made[field] = _all(given, key, read) if repeats else read(given[0], key)
        return made


def answers_in(group: PartGroup, item: Element) -> Answers:
    """The answers to the parts of a group in its item of a QuestionnaireResponse."""
    found: dict[str, list[Element]] = {}
    for inner in item.several("item"):
        name = (inner.string("linkId") or "").removeprefix(f"{group.name}.")
        found.setdefault(name, []).extend(inner.several("answer"))
    return found


def _all(parts: Sequence[Element], key: str, read: _Read) -> tuple[Any, ...]:
    return tuple(value for part in parts if (value := read(part, key)) is not None)


def _in_extension(part: Part, meanings: Mapping[str, object] | None) -> _Read:
    if part.kind is not PartKind.CODE:
        return _READS[part.kind]
    if meanings is None:
        return Element.string
    return lambda element, key: element.code(key, meanings)


def _in_answer(part: Part, meanings: Mapping[str, object] | None) -> _Read:
    read = _in_extension(part, meanings)
    if part.kind is not PartKind.CODE:
        return read

    def read_coding(answer: Element, key: str) -> Any:
        held = answer.one(key)
        return read(held, "code") if held else None

    return read_coding


CONTENT = PartFields(
    note_parts.CONTENT,
    purpose="purpose",
    intervention_text="intervention",
    response="response",
    next_step="nextStep",
    written_at="writtenAt",
    is_late_entry="lateEntry",
)
CONTACT = PartFields(
    note_parts.CONTACT,
    {
        "status": STATUSES,
        "kind": {kind.value: kind for kind in ContactKind},
        "modality": {modality.value: modality for modality in Modality},
        "place": _PLACES,
    },
    service_code="serviceCode",
    contact_identifier="identifier",
    status="status",
    kind="kind",
    modality="modality",
    place="place",
    place_name="placeName",
    modifiers="modifier",
    people_present="groupSize",
    specialist_ref="specialist",
    order_ref="order",
    group_ref="session",
    spoken_with_refs="spokenWith",
)
REMOTE = PartFields(
    note_parts.CONTACT,
    {
        "specialistPlace": _PLACES,
        "audioOnlyReason": {reason.value: reason for reason in AudioOnlyReason},
    },
    specialist_place="specialistPlace",
    has_agreed="agreed",
    audio_only_reason="audioOnlyReason",
    failure="failure",
)
GOAL = PartFields(
    note_parts.GOAL,
    {"progress": {progress.value: progress for progress in Progress}},
    goal_ref="goal",
    words="words",
    progress="progress",
    comment="comment",
)
SIGNATURE = PartFields(
    note_parts.SIGNATURE, signer_name="name", credential="credential", signed_at="signedAt"
)
ADDENDUM = PartFields(note_parts.ADDENDUM, text="text", reason="reason", written_at="writtenAt")


def remote(fields: Mapping[str, Any]) -> Remote | None:
    """How a contact at a distance was held, None where no field of :data:`REMOTE` says so."""
    return None if all(value is None for value in fields.values()) else Remote(**fields)
