"""The whole agency, specialist by specialist, into a folder: never more than one caseload in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pss_fhir.domain.consent import Disclosure
from pss_fhir.domain.deadline import Deadline
from pss_fhir.domain.episode import DischargeSummary
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.meeting import StaffMeeting
from pss_fhir.domain.note import Addendum, Retraction, ServiceNote
from pss_fhir.domain.people import Client, Sex
from pss_fhir.domain.record import Record
from pss_fhir.domain.record_use import RecordUse
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.domain.verification import CredentialVerification
from pss_fhir.errors import UsageError
from pss_fhir.issues import message_for
from pss_fhir.r4.references import type_of_ref
from pss_fhir.synth.assignment import assignment_of
from pss_fhir.synth.chart import chart_of
from pss_fhir.synth.folder import EHR, KEPT, AgencyFolder
from pss_fhir.synth.groups import Group, group_of
from pss_fhir.synth.meetings import meetings_of
from pss_fhir.synth.person import Person, make_person
from pss_fhir.synth.press import Json, Press, line_of
from pss_fhir.synth.staff import (
    Colleague,
    degree_of,
    make_colleagues,
    records_of,
    supervisors_of,
)
from pss_fhir.synth.staff_resources import checks_of, rows_of
from pss_fhir.synth.surroundings import organizations, practitioner
from pss_fhir.synth.truth import Broken, broken_by_caseload
from pss_fhir.synth.visits import MOST_CLIENTS

DAYS_OF_A_MONTH = 30
_KEPT = frozenset({CredentialVerification, Deadline, Disclosure, Incident, RecordUse, StaffMeeting})
"""What an agency keeps apart from the clinical record (rules.md REC-013, REC-017)."""
_WITH_CLIENT = frozenset({Addendum, DischargeSummary, ServiceNote})
"""Texts at whose head the person's name stands."""
_TYPES: Mapping[type, str] = {Retraction: "Provenance", RecordUse: "AuditEvent"}
"""Of records that have no reference of their own, since their id follows from their values."""


@dataclass(frozen=True, slots=True)
class AgencySize:
    """How large the agency is.

    Attributes:
        clients: persons served.
        staff: peer support specialists; supervisors come on top.
        months: how long the story runs, counted as 30 days each.
        broken: share of the visits that break a rule on purpose.

    Raises:
        UsageError: too few specialists for so many people, or a number that cannot be.
    """

    clients: int
    staff: int
    months: int
    broken: float = 0.02

    def __post_init__(self) -> None:
        if min(self.clients, self.staff, self.months) < 1 or not 0 <= self.broken <= 1:
            code = "synth.size-impossible"
            raise UsageError(message_for(code), code=code)
        if self.clients > self.staff * MOST_CLIENTS:
            needed = -(-self.clients // MOST_CLIENTS)
            raise UsageError(
                message_for("usage.too-few-staff", clients=self.clients, needed=needed, most=MOST_CLIENTS),
                code="usage.too-few-staff",
            )

    def story_from(self, starts_on: date) -> tuple[date, date]:
        """The first and the last day of the story."""
        try:
            return starts_on, starts_on + timedelta(days=DAYS_OF_A_MONTH * self.months - 1)
        except OverflowError as beyond:
            code = "synth.size-impossible"
            raise UsageError(message_for(code), code=code) from beyond


@dataclass(frozen=True, slots=True)
class Made:
    """What was made.

    Attributes:
        contacts: contacts of one person each, groups counted once for each member who came.
        resources: FHIR resources in all.
        broken: rules broken on purpose, as the truth file has them.
        ends_on: the last day of the story, which the truth is about.
    """

    contacts: int
    resources: int
    broken: int
    ends_on: date


def write_agency(
    size: AgencySize,
    folder: Path,
    *,
    seed: int,
    starts_on: date,
    on_client: Callable[[int], None] = lambda _: None,
) -> Made:
    """Write an agency: ``fhir/`` and ``kept/`` (``TYPE.ndjson``), ``staff/`` (CSV), and ``truth.ndjson``.

    ``fhir`` is what an EHR holds, ``kept`` what the agency keeps itself. The truth has one line for each rule
    that an audit on the last day finds broken.

    Args:
        size: how large.
        folder: made if it is not there.
        seed: the same seed and size give the same bytes.
        starts_on: first day of the story.
        on_client: told after each person how many are done.

    Raises:
        InputError: there are files in the folder already, or it cannot be written.
    """
    story = size.story_from(starts_on)
    colleagues = make_colleagues(seed, size.staff, starts_on)
    with AgencyFolder(folder) as files:
        writing = _Writing(files, size, seed, story, on_client)
        writing.surroundings(colleagues)
        for number, colleague in enumerate(colleagues, 1):
            writing.caseload(colleague, range(number, size.clients + 1, size.staff))
    return Made(writing.contacts, writing.resources, writing.broken, story[1])


@dataclass(slots=True)
class _Writing:
    """What is written, and how much so far."""

    files: AgencyFolder
    size: AgencySize
    seed: int
    story: tuple[date, date]
    on_client: Callable[[int], None]
    press: Press = field(default_factory=Press)
    contacts: int = 0
    resources: int = 0
    broken: int = 0
    clients: int = 0

    def surroundings(self, colleagues: tuple[Colleague, ...]) -> None:
        """The organizations and the staff."""
        for organization in organizations():
            self._resource(EHR, organization)
        self._resource(EHR, practitioner("clinician-1", "Lee"))
        for supervisor in supervisors_of(colleagues):
            self._resource(EHR, practitioner(supervisor.staff_id, str(supervisor.given)))
            self.files.staff.add(StaffRecords(members=(supervisor,), credentials=(degree_of(supervisor),)))
        for colleague in colleagues:
            ends_on = self.story[1]
            held = records_of(colleague, ends_on)
            self.files.staff.add(held)
            self._record(colleague.specialist(ends_on))
            for record in checks_of(colleague, held, ends_on):
                self._record(record)
            for row in rows_of(colleague, held):
                self._resource(KEPT, row)
        for meeting in meetings_of(colleagues, self.story):
            self._record(meeting)

    def caseload(self, colleague: Colleague, numbers: Iterable[int]) -> None:
        """One specialist's group and clients."""
        clients = tuple(
            make_person(number, place, seed=self.seed, colleague=colleague, story=self.story)
            for place, number in enumerate(numbers)
        )
        group = group_of(colleague, clients, self.seed, self.story)
        for record in group.records() if group else ():
            self._record(record)
        for person in clients:
            self._person(person, group)
        self._tell(broken_by_caseload(colleague.staff_id, clients))

    def _person(self, person: Person, group: Group | None) -> None:
        chart = chart_of(person, group, share=self.size.broken)
        named = chart.client.model_copy(update={"sex": Sex.UNKNOWN})  # texts do not tell it: fewer shapes
        for visit in chart.visits:
            self._record(visit.contact, alike=visit.alike)
            if visit.note is not None:
                self._record(visit.note, named, alike=visit.alike)
        for record in chart.records():  # an addendum after its note
            self._record(record, named)
        self.files.staff.add(assignment_of(person))
        for incident in chart.incidents:
            self.files.staff.add_incident(incident)
        self._tell(chart.broken())
        self.contacts += len(chart.visits)
        self.clients += 1
        self.on_client(self.clients)

    def _record(self, record: Record, client: Client | None = None, *, alike: object = None) -> None:
        part = KEPT if type(record) in _KEPT else EHR
        names_client = client if type(record) in _WITH_CLIENT else None
        resource_type = _TYPES.get(type(record)) or type_of_ref(record.ref)  # type: ignore[attr-defined]  # all others have one
        self._line(part, resource_type, self.press.line(record, names_client, alike=alike))

    def _resource(self, part: str, resource: Json) -> None:
        self._line(part, resource["resourceType"], line_of(resource))

    def _line(self, part: str, resource_type: str | None, line: bytes) -> None:
        self.files.write(part, str(resource_type), line)
        self.resources += 1

    def _tell(self, broken: Iterable[Broken]) -> None:
        for each in broken:
            self.files.tell(each)
            self.broken += 1
