"""Past contacts with a client: an Encounter and a note each, as the EHR's own forms write them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pss_fhir.r4 import systems
from pss_fhir.sandbox.agency.calendar import Calendar
from pss_fhir.sandbox.agency.coding import AGENCY, Json, concept, peer_support, resource
from pss_fhir.sandbox.agency.plans import specialist_of
from pss_fhir.sandbox.agency.roster import Person, Roster

UNIT_MINUTES = 15
_PLACES = ("home", "community", "community", "office")
_CLASSES = {"home": ("HH", "home health"), "community": ("FLD", "field"), "office": ("AMB", "ambulatory")}
_IN_PERSON = ("453701000124103", "In-person encounter")
_BY_PHONE = ("185317003", "Telephone encounter")


@dataclass(frozen=True, slots=True)
class PastContact:
    """One contact that was."""

    number: int
    started_at: datetime
    ended_at: datetime
    place: str | None
    is_billed: bool

    @property
    def units(self) -> int:
        """Whole units of 15 minutes, 0 where it was not billed."""
        minutes = int((self.ended_at - self.started_at).total_seconds() // 60)
        return minutes // UNIT_MINUTES if self.is_billed else 0


def make_past_contacts(calendar: Calendar, person: Person, number: int) -> list[PastContact]:
    """The contacts of a client up to the day before the agency's day, oldest first.

    Each client has hours of the day of its own, so that no specialist is at two places at once.
    """
    plan = person.contacts
    is_billed = plan.get("is_billed", True)
    contacts = []
    for position, day in enumerate(_days(calendar, plan["from"], plan["a_week"], number), 1):
        chance = calendar.random(person.id, "contact", position)
        started_at = calendar.moment(day, 8 + number, chance.randrange(0, 10))
        length = timedelta(minutes=chance.randrange(46, 56) if is_billed else chance.randrange(8, 15))
        place = chance.choice(_PLACES) if is_billed else None
        contacts.append(PastContact(position, started_at, started_at + length, place, is_billed))
    return contacts


def _days(calendar: Calendar, first: int, a_week: int, number: int) -> Iterator[date]:
    weekdays = {(number + step * 2) % 5 for step in range(a_week)}
    for offset in range(first, 0):
        day = calendar.day(offset)
        if day.weekday() in weekdays:
            yield day


def make_contact_resources(
    calendar: Calendar, person: Person, contact: PastContact, roster: Roster
) -> list[Json]:
    """The Encounter of a contact and the note about it."""
    encounter_id = f"visit-{person.id}-{contact.number}"
    period = {"start": contact.started_at.isoformat(), "end": contact.ended_at.isoformat()}
    return [
        _encounter(calendar, person, contact, encounter_id, period),
        _note(calendar, person, contact, encounter_id, period, roster),
    ]


def _encounter(
    calendar: Calendar, person: Person, contact: PastContact, encounter_id: str, period: dict[str, str]
) -> Json:
    code, display = _CLASSES.get(contact.place or "", ("VR", "virtual"))
    modality = concept(systems.SNOMED, *(_IN_PERSON if contact.place else _BY_PHONE))
    made = resource("Encounter", encounter_id, "us-core-encounter") | {
        "identifier": [
            {"system": systems.URI, "value": calendar.identifier(person.id, "visit", contact.number)}
        ],
        "status": "finished",
        "class": {"system": systems.ACT_CODE, "code": code, "display": display},
        "type": [modality, *([peer_support()] if contact.is_billed else [])],
        "subject": {"reference": person.ref},
        "episodeOfCare": [{"reference": f"EpisodeOfCare/episode-{person.id}"}],
        "participant": [
            {
                "type": [concept(systems.PARTICIPATION, "PPRF", "primary performer")],
                "period": period,
                "individual": specialist_of(person),
            }
        ],
        "period": period,
        "reasonReference": [{"reference": f"Condition/condition-{person.id}"}],
        "serviceProvider": AGENCY,
    }
    if contact.is_billed:
        made["serviceType"] = concept(systems.SERVICE_TYPE, "435", "Self Help", "Peer support services")
    if contact.place:
        made["location"] = [{"location": {"reference": f"Location/place-{contact.place}"}}]
    if person.order is not None and contact.is_billed:
        made["basedOn"] = [{"reference": f"ServiceRequest/order-{person.id}"}]
    return made


def _note(
    calendar: Calendar,
    person: Person,
    contact: PastContact,
    encounter_id: str,
    period: dict[str, str],
    roster: Roster,
) -> Json:
    text = _note_text(calendar, person, contact, roster)
    written_at = contact.ended_at + timedelta(hours=1)
    return resource(
        "DocumentReference", f"note-{person.id}-{contact.number}", "us-core-documentreference"
    ) | {
        "identifier": [
            {"system": systems.URI, "value": calendar.identifier(person.id, "note", contact.number)}
        ],
        "status": "current",
        "docStatus": "final",
        "type": concept(systems.LOINC, "11506-3", "Progress note"),
        "category": [concept(systems.US_CORE_DOCUMENT_CATEGORY, "clinical-note", "Clinical Note")],
        "subject": {"reference": person.ref},
        "date": written_at.isoformat(),
        "author": [specialist_of(person)],
        "custodian": AGENCY,
        "content": [
            {
                "attachment": {
                    "contentType": "text/plain; charset=utf-8",
                    "language": "en",
                    "data": base64.b64encode(text).decode("ascii"),
                    "size": len(text),
                    "hash": base64.b64encode(hashlib.sha1(text).digest()).decode("ascii"),  # noqa: S324 - FHIR's Attachment.hash is SHA-1
                    "title": "Progress note",
                    "creation": written_at.isoformat(),
                }
            }
        ],
        "context": {"encounter": [{"reference": f"Encounter/{encounter_id}"}], "period": period},
    }


def _note_text(calendar: Calendar, person: Person, contact: PastContact, roster: Roster) -> bytes:
    chance = calendar.random(person.id, "note", contact.number)
    start = contact.started_at
    minutes = int((contact.ended_at - start).total_seconds() // 60)
    if not contact.is_billed:
        body = "Telephone call with the guardian about the start of services. Not billed."
    else:
        goal = chance.choice(person.goals)
        parts = {name: chance.choice(texts) for name, texts in roster.texts.items()}
        body = (
            f"Goal: {goal}\nPurpose: {parts['purpose']}\nIntervention: {parts['intervention']}\n"
            f"Response: {parts['response']}\nNext: {parts['next_step']}"
        )
    return (
        f"Peer support services, {start:%Y-%m-%d}, {start:%H:%M} to {contact.ended_at:%H:%M}, "
        f"{minutes} minutes.\n{body}\n"
    ).encode()
