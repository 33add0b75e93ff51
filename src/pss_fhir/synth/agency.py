"""The whole agency, person by person, into a folder: never more than one person in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import orjson

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import Assignment, StaffRecords, Training
from pss_fhir.errors import UsageError
from pss_fhir.issues import message_for
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.mapping.contact import write_encounter
from pss_fhir.mapping.note import write_document_reference
from pss_fhir.mapping.place import write_location
from pss_fhir.ndjson import replacing
from pss_fhir.r4.systems import ACT_REASON
from pss_fhir.synth.client import AGENCY_REF, PAYER, PAYER_REF, Person
from pss_fhir.synth.staff import Colleague, degree_of, make_colleagues, records_of, supervisors_of
from pss_fhir.synth.staff_tables import write_staff_folder
from pss_fhir.synth.visits import BREAKS_ALONG, MOST_CLIENTS, visits_of

TYPES = (
    *("Organization", "Practitioner", "Patient", "Coverage", "CarePlan", "Goal", "ServiceRequest"),
    *("ClaimResponse", "EpisodeOfCare", "CareTeam", "Encounter", "DocumentReference"),
)
_TEST_DATA = [{"system": ACT_REASON, "code": "HTEST", "display": "test health data"}]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AgencySize:
    """How large the agency is.

    Attributes:
        clients: persons served.
        staff: peer support specialists; supervisors come on top.
        months: how long the story runs, counted as 30 days each.
        broken: share of the visits that break a rule on purpose.
    """

    clients: int
    staff: int
    months: int
    broken: float = 0.02

    def __post_init__(self) -> None:
        if self.clients > self.staff * MOST_CLIENTS:
            needed = -(-self.clients // MOST_CLIENTS)
            raise UsageError(
                message_for("usage.too-few-staff", clients=self.clients, needed=needed, most=MOST_CLIENTS),
                code="usage.too-few-staff",
            )


@dataclass(frozen=True, slots=True)
class Made:
    """What was made.

    Attributes:
        contacts: how many contacts, each with its note.
        broken: how many of them break a rule on purpose.
    """

    contacts: int
    broken: int


def write_agency(size: AgencySize, folder: Path, *, seed: int, starts_on: date) -> Made:
    """Write an agency: ``fhir/TYPE.ndjson``, the staff folder ``staff/``, and ``truth.ndjson``.

    The truth has one line for each visit that breaks a rule on purpose: the rule, the rules that may be
    broken along with it, whose chart, the note, and the day of service. More than 8 clients for each
    specialist break the limits of caseloads besides.

    Raises:
        InputError: the folder cannot be written.
    """
    ends_on = starts_on + timedelta(days=30 * size.months - 1)
    colleagues = make_colleagues(seed, size.staff, starts_on)
    (folder / "fhir").mkdir(parents=True, exist_ok=True)
    contacts = broken = 0
    with ExitStack() as files:
        streams = {name: files.enter_context(replacing(folder / "fhir" / f"{name}.ndjson")) for name in TYPES}
        truth = files.enter_context(replacing(folder / "truth.ndjson"))
        for resource in _surroundings(colleagues, ends_on):
            _write(streams, resource)
        for person in _people(size, seed, colleagues):
            client = person.client()
            for record in person.chart(starts_on, ends_on):
                _write(streams, as_json(to_fhir(record)))
            for visit in visits_of(person, starts_on, ends_on, share=size.broken):
                contacts += 1
                _write(streams, _encounter(visit.contact))
                _write(streams, write_document_reference(visit.note, client=client))
                if visit.broken is not None:
                    broken += 1
                    truth.write(
                        _line(
                            {
                                "rule": visit.broken.value,
                                "also": sorted(BREAKS_ALONG[visit.broken]),
                                "subject": person.ref,
                                "focus": visit.note.ref,
                                "service_date": str(visit.contact.service_on),
                            }
                        )
                    )
    write_staff_folder(_staff(size, seed, colleagues, starts_on, ends_on), folder / "staff")
    return Made(contacts, broken)


def _people(size: AgencySize, seed: int, colleagues: tuple[Colleague, ...]) -> Iterator[Person]:
    for number in range(1, size.clients + 1):
        place, index = divmod(number - 1, len(colleagues))
        yield Person(number=number, seed=seed, colleague=colleagues[index], place=place)


def _surroundings(colleagues: tuple[Colleague, ...], ends_on: date) -> Iterator[Json]:
    for ref, name in ((AGENCY_REF, "HTEST Peer Support Agency"), (PAYER_REF, PAYER)):
        yield {"resourceType": "Organization", "id": ref.partition("/")[2], "active": True, "name": name}
    for colleague in colleagues:
        yield as_json(to_fhir(colleague.specialist(ends_on)))
    others = [(member.staff_id, str(member.given)) for member in supervisors_of(colleagues)]
    for staff_id, given in (*others, ("clinician-1", "Lee")):
        yield {
            "resourceType": "Practitioner",
            "id": staff_id,
            "identifier": [{"system": "https://agency.example/staff", "value": staff_id}],
            "active": True,
            "name": [{"family": "HTEST", "given": [given]}],
        }


def _staff(
    size: AgencySize, seed: int, colleagues: tuple[Colleague, ...], starts_on: date, ends_on: date
) -> Iterator[StaffRecords]:
    supervisors = tuple(supervisors_of(colleagues))
    yield StaffRecords(
        members=supervisors, credentials=tuple(degree_of(supervisor) for supervisor in supervisors)
    )
    for colleague in colleagues:
        yield records_of(colleague, ends_on)
    for person in _people(size, seed, colleagues):
        yield StaffRecords(
            trainings=(
                Training(
                    staff_id=person.colleague.staff_id,
                    topic="client-specific",
                    hours=1.0,
                    completed_on=starts_on - timedelta(days=1),
                    client_ref=person.ref,
                ),
            ),
            assignments=(
                Assignment(
                    staff_id=person.colleague.staff_id,
                    client_ref=person.ref,
                    days=Days(start_on=starts_on),
                    approved_hours_per_week=3.0,
                    is_family_member=False,
                ),
            ),
        )


def _encounter(contact: Contact) -> Json:
    location = write_location(contact)
    made = write_encounter(contact)
    return made | ({"contained": [location]} if location else {})


def _write(streams: dict[str, IO[bytes]], resource: Json) -> None:
    tagged = resource | {"meta": {**resource.get("meta", {}), "tag": _TEST_DATA}}
    streams[resource["resourceType"]].write(_line(tagged))


def _line(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
