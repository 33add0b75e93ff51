"""Records of many people, sorted: by client, by staff, and those that belong to the agency itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pss_fhir.domain.authorization_request import AuthorizationRequest
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.consent import Consent, Disclosure
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.diagnosis import Diagnosis
from pss_fhir.domain.episode import DischargeSummary, Episode
from pss_fhir.domain.group import GroupSession
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.domain.payer import Authorization, Coverage, ServiceOrder
from pss_fhir.domain.people import Client, PersonName, Specialist
from pss_fhir.domain.plan import Goal, Plan
from pss_fhir.domain.record import Record
from pss_fhir.domain.staff import BackgroundCheck, StaffRecords, Supervision, Training
from pss_fhir.domain.team import CareTeam
from pss_fhir.workflows.packed_records import PackedRecords

_PART_OF: dict[type[Record], tuple[ChartPart, str]] = {
    Plan: (ChartPart.PLANS, "plans"),
    Goal: (ChartPart.GOALS, "goals"),
    ServiceOrder: (ChartPart.ORDERS, "orders"),
    Authorization: (ChartPart.AUTHORIZATIONS, "authorizations"),
    Coverage: (ChartPart.COVERAGES, "coverages"),
    Contact: (ChartPart.CONTACTS, "contacts"),
    ServiceNote: (ChartPart.NOTES, "notes"),
    Addendum: (ChartPart.NOTES, "addenda"),
}
_COURSE_OF: dict[type[Record], str] = {
    Episode: "episodes",
    DischargeSummary: "discharges",
    CareTeam: "teams",
    Diagnosis: "diagnoses",
    AuthorizationRequest: "requests",
    Consent: "consents",
    Disclosure: "disclosures",
}
KINDS = frozenset({*_PART_OF, *_COURSE_OF})
"""Kinds of records that a chart is made of, the person's own aside."""
_NAMELESS = PersonName(text="not in the files")


@dataclass
class SortedRecords:
    """Records sorted as they come, in any order.

    Attributes:
        seen: the parts of charts that stood among them.
        seen_around: likewise for what surrounds the contacts, by the names of ``CourseOfCare``.
    """

    clients: dict[str, Client] = field(default_factory=dict)
    specialists: dict[str, Specialist] = field(default_factory=dict)
    parts: dict[str, dict[str, list[Record]]] = field(default_factory=lambda: defaultdict(_by_name))
    around: dict[str, dict[str, list[Record]]] = field(default_factory=lambda: defaultdict(_by_name))
    sessions: PackedRecords[GroupSession] = field(default_factory=lambda: PackedRecords(GroupSession))
    incidents: list[Incident] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    supervision: list[Supervision] = field(default_factory=list)
    checks: list[BackgroundCheck] = field(default_factory=list)
    seen: set[ChartPart] = field(default_factory=set)
    seen_around: set[str] = field(default_factory=set)

    def for_another(self) -> SortedRecords:
        """An empty set of records of the same agency: it knows the same parts and the same sessions."""
        return SortedRecords(sessions=self.sessions, seen=self.seen, seen_around=self.seen_around)

    def see(self, kinds: Collection[type[Record]]) -> None:
        """Take these kinds of records as standing somewhere among the records, and no others."""
        self.seen = {part for kind, (part, _) in _PART_OF.items() if kind in kinds}
        self.seen_around = {name for kind, name in _COURSE_OF.items() if kind in kinds}

    def add(self, records: Iterable[Record]) -> None:
        """Sort more records; kinds that no rule looks at are passed over."""
        for record in records:
            if type(record) in _PART_OF:
                part, name = _PART_OF[type(record)]
                self.seen.add(part)
                self.parts[_client_ref(record)][name].append(record)
            elif type(record) in _COURSE_OF:
                name = _COURSE_OF[type(record)]
                self.seen_around.add(name)
                self.around[_client_ref(record)][name].append(record)
            elif isinstance(record, Client):
                self.clients[record.ref] = record
            elif isinstance(record, Specialist):
                self.specialists[record.ref] = record
            elif isinstance(record, GroupSession):
                self.sessions.put(record.ref, record)
            elif isinstance(record, Incident):
                self.incidents.append(record)
            elif isinstance(record, Training):
                self.trainings.append(record)
            elif isinstance(record, Supervision):
                self.supervision.append(record)
            elif isinstance(record, BackgroundCheck):
                self.checks.append(record)

    @property
    def missing_clients(self) -> list[str]:
        """References of clients whom a record names and who are not there."""
        return sorted({*self.parts, *self.around} - set(self.clients))

    @property
    def client_refs(self) -> list[str]:
        """Every client who is there or named, in order."""
        return sorted({*self.clients, *self.parts, *self.around})

    @property
    def unread(self) -> frozenset[ChartPart]:
        """Parts that stood nowhere among the records: not known to be empty."""
        unread = {part for part, _ in _PART_OF.values()} - self.seen
        if ChartPart.NOTES in self.seen:
            # A note holds its own contact; some servers have no other record of it.
            unread.discard(ChartPart.CONTACTS)
        return frozenset(unread)

    def chart(self, client_ref: str, *, staff: StaffRecords | None, read_at: datetime) -> Chart:
        """One person's chart; a person who is not there gets one all the same."""
        unread = self.unread | ({ChartPart.STAFF} if staff is None else set())
        return Chart.model_validate(
            {
                "client": self.clients.get(client_ref) or Client(ref=client_ref, name=_NAMELESS),
                "staff": staff,
                "course": self._course(client_ref),
                "unread": unread,
                "read_at": read_at,
                **{name: tuple(found) for name, found in self.parts.get(client_ref, {}).items()},
            }
        )

    def _course(self, client_ref: str) -> dict[str, Any]:
        held = self.around.get(client_ref, {})
        course: dict[str, Any] = {name: tuple(held.get(name, ())) for name in self.seen_around}
        if self.sessions:
            contacts = self.parts.get(client_ref, {}).get("contacts", ())
            named = {one.group_ref for one in contacts if isinstance(one, Contact) and one.group_ref}
            course["sessions"] = tuple(one for ref in sorted(named) if (one := self.sessions.get(ref)))
        return course

    def with_staff(self, folder: StaffRecords | None) -> StaffRecords | None:
        """The staff folder with the trainings, supervision and look-ups that FHIR records tell of besides.

        None without a folder: who works for the agency stands nowhere else, and without that no record of a
        training can be judged.
        """
        if folder is None or not (self.trainings or self.supervision or self.checks):
            return folder
        return folder.model_copy(
            update={
                "trainings": tuple(dict.fromkeys((*folder.trainings, *self.trainings))),
                "supervision": tuple(dict.fromkeys((*folder.supervision, *self.supervision))),
                "checks": tuple(dict.fromkeys((*folder.checks, *self.checks))),
            }
        )

    def with_incidents(self, folder: Iterable[Incident]) -> tuple[Incident, ...]:
        """The folder's incidents and those of the FHIR records; of two with one number, the folder's."""
        by_number = {one.incident_id: one for one in (*self.incidents, *folder)}
        return tuple(by_number[number] for number in sorted(by_number))


def _by_name() -> dict[str, list[Record]]:
    return defaultdict(list)


def _client_ref(record: Record) -> str:
    ref = record.client_ref  # type: ignore[attr-defined]  # every kind that is sorted by client has one
    assert isinstance(ref, str)  # noqa: S101 - the domain's own type
    return ref
