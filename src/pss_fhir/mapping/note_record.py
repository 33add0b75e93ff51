"""What the parts of a note hold, from the record and back to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from pss_fhir.domain.contact import AudioOnlyReason, ContactKind, Modality, Place, Remote
from pss_fhir.domain.note import Addendum, GoalProgress, Progress, ServiceNote, Signature
from pss_fhir.mapping.contact import STATUS_CODES, STATUSES
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.note_parts import PartGroup, Values
from pss_fhir.mapping.report import Report
from pss_fhir.r4.dates import format_instant

Value = TypeVar("Value")
_KINDS = {kind.value: kind for kind in ContactKind}
_MODALITIES = {modality.value: modality for modality in Modality}
_PLACES = {place.value: place for place in Place}
_AUDIO_ONLY = {reason.value: reason for reason in AudioOnlyReason}
_PROGRESS = {progress.value: progress for progress in Progress}


def values_of_content(note: ServiceNote) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.CONTENT`."""
    return _there(
        purpose=note.purpose,
        intervention=note.intervention_text,
        response=note.response,
        nextStep=note.next_step,
        writtenAt=format_instant(note.written_at),
        lateEntry=note.is_late_entry,
    )


def values_of_contact(note: ServiceNote) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.CONTACT`."""
    contact = note.contact
    single = _there(
        identifier=contact.contact_identifier,
        status=STATUS_CODES[contact.status],
        kind=contact.kind.value,
        modality=contact.modality.value if contact.modality else None,
        place=contact.place.value if contact.place else None,
        placeName=contact.place_name,
        serviceCode=contact.service_code,
        groupSize=contact.people_present,
        specialist=contact.specialist_ref,
        order=contact.order_ref,
        session=contact.group_ref,
        **_remote(contact.remote),
    )
    return {**single, "modifier": contact.modifiers, "spokenWith": contact.spoken_with_refs}


def _remote(remote: Remote | None) -> dict[str, object]:
    if remote is None:
        return {}
    place, reason = remote.specialist_place, remote.audio_only_reason
    return {
        "specialistPlace": place.value if place else None,
        "agreed": remote.has_agreed,
        "audioOnlyReason": reason.value if reason else None,
        "failure": remote.failure,
    }


def values_of_goal(goal: GoalProgress) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.GOAL`."""
    return _there(
        goal=goal.goal_ref,
        words=goal.words,
        progress=goal.progress.value if goal.progress else None,
        comment=goal.comment,
    )


def values_of_signature(signature: Signature) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.SIGNATURE`."""
    return _there(
        name=signature.signer_name,
        credential=signature.credential,
        signedAt=format_instant(signature.signed_at),
    )


def values_of_addendum(addendum: Addendum) -> Values:
    """The parts of :data:`~pss_fhir.mapping.note_parts.ADDENDUM`."""
    return _there(text=addendum.text, reason=addendum.reason, writtenAt=format_instant(addendum.written_at))


def _there(**values: object) -> dict[str, list[object]]:
    return {name: [value] for name, value in values.items() if value is not None}


class Parts:
    """The parts of one group as they were read, from an extension or from answers.

    A getter gives None for what is missing; what is of a wrong kind is noted in the report.
    """

    def __init__(
        self, group: PartGroup, held: dict[str, list[Element]], report: Report, *, in_answer: bool
    ) -> None:
        self._keys = group.answer_keys if in_answer else group.extension_keys
        self._held = held
        self._in_answer = in_answer
        self.report = report

    @classmethod
    def of_extension(cls, group: PartGroup, holder: Element) -> Parts:
        """The parts of an extension."""
        held = {name: holder.extensions(name) for name in holder.extension_urls}
        return cls(group, held, holder.report, in_answer=False)

    @classmethod
    def of_item(cls, group: PartGroup, item: Element) -> Parts:
        """The parts of an item of a QuestionnaireResponse."""
        held: dict[str, list[Element]] = {}
        for inner in item.several("item"):
            name = (inner.string("linkId") or "").removeprefix(f"{group.name}.")
            held.setdefault(name, []).extend(inner.several("answer"))
        return cls(group, held, item.report, in_answer=True)

    def _one(self, name: str) -> tuple[Element, str] | None:
        elements = self._held.get(name)
        return (elements[0], self._keys[name]) if elements else None

    def text(self, name: str) -> str | None:
        """A text or a URI."""
        found = self._one(name)
        return found[0].text(found[1]) if found else None

    def codes(self, name: str) -> tuple[str, ...]:
        """Every code of a repeating part."""
        key = self._keys[name]
        codes = (self._code_text(element, key) for element in self._held.get(name, ()))
        return tuple(code for code in codes if code is not None)

    def _code_text(self, element: Element, key: str) -> str | None:
        if not self._in_answer:
            return element.string(key)
        held = element.one(key)
        return held.string("code") if held else None

    def code(self, name: str, meanings: dict[str, Value]) -> Value | None:
        """What a code means."""
        found = self._one(name)
        if found is None:
            return None
        element, key = found
        if not self._in_answer:
            return element.code(key, meanings)
        held = element.one(key)
        return held.code("code", meanings) if held else None

    def moment(self, name: str) -> datetime | None:
        """A moment."""
        found = self._one(name)
        return found[0].moment(found[1]) if found else None

    def count(self, name: str) -> int | None:
        """A whole number."""
        found = self._one(name)
        return found[0].count(found[1]) if found else None

    def fact(self, name: str) -> bool | None:
        """True or false."""
        found = self._one(name)
        return found[0].boolean(found[1]) if found else None

    def ref(self, name: str) -> str | None:
        """Where a reference points."""
        found = self._one(name)
        return found[0].ref(found[1]) if found else None

    def refs(self, name: str) -> tuple[str, ...]:
        """Where every reference of a repeating part points."""
        key = self._keys[name]
        found = (element.ref(key) for element in self._held.get(name, ()))
        return tuple(ref for ref in found if ref is not None)


def contact_fields(parts: Parts) -> dict[str, Any]:
    """The fields of the contact that the parts hold."""
    codes = parts.codes("serviceCode")
    return {
        "contact_identifier": parts.text("identifier"),
        "status": parts.code("status", STATUSES),
        "kind": parts.code("kind", _KINDS),
        "modality": parts.code("modality", _MODALITIES),
        "place": parts.code("place", _PLACES),
        "place_name": parts.text("placeName"),
        "service_code": codes[0] if codes else None,
        "modifiers": parts.codes("modifier"),
        "people_present": parts.count("groupSize"),
        "specialist_ref": parts.ref("specialist"),
        "order_ref": parts.ref("order"),
        "group_ref": parts.ref("session"),
        "spoken_with_refs": parts.refs("spokenWith"),
        "remote": _read_remote(parts),
    }


def _read_remote(parts: Parts) -> Remote | None:
    said = {
        "specialist_place": parts.code("specialistPlace", _PLACES),
        "has_agreed": parts.fact("agreed"),
        "audio_only_reason": parts.code("audioOnlyReason", _AUDIO_ONLY),
        "failure": parts.text("failure"),
    }
    return None if all(value is None for value in said.values()) else Remote(**said)


def content_fields(parts: Parts) -> dict[str, Any]:
    """The fields of the note that its content holds."""
    return {
        "purpose": parts.text("purpose"),
        "intervention_text": parts.text("intervention"),
        "response": parts.text("response"),
        "next_step": parts.text("nextStep"),
        "written_at": parts.moment("writtenAt"),
        "is_late_entry": parts.fact("lateEntry"),
    }


def goal_fields(parts: Parts) -> dict[str, Any]:
    """The fields of one goal."""
    return {
        "goal_ref": parts.ref("goal"),
        "words": parts.text("words"),
        "progress": parts.code("progress", _PROGRESS),
        "comment": parts.text("comment"),
    }


def signature_fields(parts: Parts) -> dict[str, Any]:
    """The fields of the signature, without who signed."""
    return {
        "signer_name": parts.text("name"),
        "credential": parts.text("credential"),
        "signed_at": parts.moment("signedAt"),
    }


def addendum_fields(parts: Parts) -> dict[str, Any]:
    """The fields of an addendum that its content holds."""
    return {
        "text": parts.text("text"),
        "reason": parts.text("reason"),
        "written_at": parts.moment("writtenAt"),
    }
