"""The note as plain text: what a clinician or an auditor reads in the EHR.

Every element that the records manual asks of a full service note stands in it (rules.md REC-001), under a
label of its own, whether or not the structured side goes along. Times are North Carolina's, with their zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pss_fhir.clock import NEW_YORK, local_date
from pss_fhir.domain.contact import Contact, ContactKind, Remote
from pss_fhir.domain.episode import DischargeSummary
from pss_fhir.domain.note import Addendum, GoalProgress, ServiceNote, Signature
from pss_fhir.domain.payer import PEER_SUPPORT
from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.record import IdentifierKind
from pss_fhir.domain.units import UnitRule, units_from_minutes
from pss_fhir.mapping.care_words import DISCHARGE_REASONS
from pss_fhir.mapping.place import place_in_words
from pss_fhir.mapping.words import CONTACT_KINDS, INTERVENTIONS, MODALITIES, PLACES, PROGRESS
from pss_fhir.mapping.work_words import AUDIO_ONLY_REASONS

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LABEL_WIDTH = 18
_NOT_RECORDED = "not recorded"
_IDENTIFIER_LABELS = {
    IdentifierKind.RECORD_NUMBER: "Record number",
    IdentifierKind.MEDICAID: "Medicaid ID",
    None: "ID",
}


def note_text(
    note: ServiceNote,
    *,
    client: Client | None = None,
    specialist: Specialist | None = None,
    rule: UnitRule | None = None,
) -> str:
    """The note as plain text.

    Args:
        note: a signed note.
        client: the person; without, the note names only where the EHR holds the person, which is not
            enough for the records manual.
        specialist: who gave the service, named where it is not only the signer.
        rule: how minutes become units; the default cuts each contact to whole 15 minutes.
    """
    contact = note.contact
    blocks = [
        ["PEER SUPPORT SERVICE NOTE", *_person(client, note.client_ref)],
        [*_late_entry(note), *_replacement(note)],
        [
            _line("Date of service", _day(contact.service_on) if contact.service_on else _NOT_RECORDED),
            _line("Time", _times(contact)),
            _line("Service", _service(contact)),
            _line("Contact", _kind(contact)),
            _line("Place of service", place_in_words(contact) or _NOT_RECORDED),
            _line("Duration", _duration(contact, rule or UnitRule())),
            *([_line("At a distance", _remote(contact.remote))] if contact.remote else []),
            *([_line("Given by", specialist.name.shown())] if specialist else []),
        ],
        ["PURPOSE", note.purpose],
        ["GOALS WORKED ON", *(_goals(note.goals) or ["None named."])],
        ["WHAT WAS DONE", *_interventions(note), note.intervention_text],
        ["RESPONSE AND PROGRESS", note.response],
        ["NEXT STEP", note.next_step or "None recorded."],
        [_signed(note.signature), *([_cosigned(note.cosignature)] if note.cosignature else [])],
    ]
    return _joined(blocks)


def addendum_text(addendum: Addendum, *, client: Client | None = None) -> str:
    """The addendum as plain text."""
    blocks = [
        ["ADDENDUM TO A PEER SUPPORT SERVICE NOTE", *_person(client, addendum.client_ref)],
        [
            _line("Adds to note", addendum.note_identifier),
            _line("Written", _moment(addendum.written_at)),
            _line("Reason", addendum.reason or _NOT_RECORDED),
        ],
        ["ADDITION", addendum.text],
        [_signed(addendum.signature)],
    ]
    return _joined(blocks)


def discharge_text(summary: DischargeSummary, *, client: Client | None = None) -> str:
    """The discharge summary as plain text."""
    blocks = [
        ["PEER SUPPORT DISCHARGE SUMMARY", *_person(client, summary.client_ref)],
        [
            _line("Discharged on", _day(summary.discharged_on)),
            _line("Reason", DISCHARGE_REASONS[summary.reason]),
        ],
        ["SERVICES GIVEN", summary.services],
        ["PROGRESS TOWARD GOALS", summary.progress],
        ["AT DISCHARGE", summary.condition or _NOT_RECORDED],
        ["WHAT FOLLOWS", summary.aftercare],
        ["IN THE PERSON'S WORDS", summary.own_words or _NOT_RECORDED],
        [_signed(summary.signature)],
    ]
    return _joined(blocks)


def _joined(blocks: Iterable[list[str]]) -> str:
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _line(label: str, value: str) -> str:
    return f"{label + ':':<{_LABEL_WIDTH}}{value}"


def _person(client: Client | None, client_ref: str) -> list[str]:
    if client is None:
        return [_line("Person", client_ref)]
    lines = [_line("Name", client.name.shown())]
    if client.birth_on:
        lines.append(_line("Date of birth", _day(client.birth_on, with_weekday=False)))
    lines += [_line(_IDENTIFIER_LABELS[held.kind], held.value) for held in client.identifiers]
    if not client.identifiers:
        lines.append(_line("Record number", _NOT_RECORDED))
    return lines


def _late_entry(note: ServiceNote) -> list[str]:
    if not note.is_late_entry:
        return []
    service_on = note.contact.service_on
    served = f" for service of {_day(service_on)}" if service_on else ""
    return [f"LATE ENTRY: entered {_moment(note.written_at)}{served}."]


def _replacement(note: ServiceNote) -> list[str]:
    return [f"Replaces note {note.replaces_identifier}."] if note.replaces_identifier else []


def _times(contact: Contact) -> str:
    if contact.started_at is None:
        return _NOT_RECORDED
    start = _clock(contact.started_at)
    if contact.ended_at is None:
        return f"from {start}, end {_NOT_RECORDED}"
    same_zone = _zone(contact.started_at) == _zone(contact.ended_at)
    start = _clock(contact.started_at, with_zone=not same_zone)
    end = _clock(contact.ended_at)
    if local_date(contact.started_at) != local_date(contact.ended_at):
        end = f"{end} on {_day(local_date(contact.ended_at))}"
    return f"{start} to {end}"


def _service(contact: Contact) -> str:
    if contact.service_code is None:
        return "Peer support, not billed"
    name = "Peer support, " if contact.service_code == PEER_SUPPORT else ""
    return name + " ".join([contact.service_code, *contact.modifiers])


def _kind(contact: Contact) -> str:
    kind = CONTACT_KINDS[contact.kind]
    if contact.kind is ContactKind.GROUP and contact.people_present:
        kind = f"{kind} of {contact.people_present}"
    modality = MODALITIES[contact.modality].lower() if contact.modality else f"how we met {_NOT_RECORDED}"
    return f"{kind}, {modality}"


def _duration(contact: Contact, rule: UnitRule) -> str:
    if contact.minutes is None:
        return _NOT_RECORDED
    if not contact.is_billable:
        return f"{contact.minutes} min, no units"
    return units_from_minutes(contact.minutes, rule).in_words()


def _remote(remote: Remote) -> str:
    said = []
    if remote.has_agreed is not None:
        said.append("The person agreed to it." if remote.has_agreed else "The person did not agree to it.")
    if remote.specialist_place:
        said.append(f"Specialist at: {PLACES[remote.specialist_place]}.")
    if remote.audio_only_reason:
        said.append(f"{AUDIO_ONLY_REASONS[remote.audio_only_reason]}.")
    if remote.failure:
        said.append(f"What failed: {remote.failure}")
    return " ".join(said)


def _goals(goals: Iterable[GoalProgress]) -> list[str]:
    lines = []
    for number, goal in enumerate(goals, start=1):
        progress = PROGRESS[goal.progress] if goal.progress else f"Progress {_NOT_RECORDED}"
        comment = f" {goal.comment}" if goal.comment else ""
        lines += [f"{number}. “{goal.words}”", f"   {progress}.{comment}"]
    return lines


def _interventions(note: ServiceNote) -> list[str]:
    return [", ".join(INTERVENTIONS[done] for done in note.interventions) + "."] if note.interventions else []


def _signed(signature: Signature) -> str:
    credential = signature.credential or f"credential {_NOT_RECORDED}"
    return f"Signed electronically by {signature.signer_name}, {credential}, {_moment(signature.signed_at)}."


def _cosigned(signature: Signature) -> str:
    credential = signature.credential or f"credential {_NOT_RECORDED}"
    return f"Signed by the supervisor {signature.signer_name}, {credential}, {_moment(signature.signed_at)}."


def _day(day: date, *, with_weekday: bool = True) -> str:
    weekday = f"{_WEEKDAYS[day.weekday()]}, " if with_weekday else ""
    return f"{weekday}{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _clock(moment: datetime, *, with_zone: bool = True) -> str:
    local = moment.astimezone(NEW_YORK)
    half = "AM" if local.hour < 12 else "PM"
    zone = f" {_zone(moment)}" if with_zone else ""
    return f"{local.hour % 12 or 12}:{local.minute:02} {half}{zone}"


def _zone(moment: datetime) -> str:
    return moment.astimezone(NEW_YORK).tzname() or ""


def _moment(moment: datetime) -> str:
    return f"{_day(local_date(moment))} at {_clock(moment)}"
