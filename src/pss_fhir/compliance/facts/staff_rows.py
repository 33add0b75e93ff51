"""The agency's staff records by person, so that nobody's rows are looked for among everybody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.staff import StaffId, StaffMember, StaffRecords


class _OfStaff(Protocol):
    @property
    def staff_id(self) -> StaffId: ...


Row = TypeVar("Row", bound=_OfStaff)


class StaffRows:
    """Staff records, sorted once.

    Attributes:
        records: the same as they were given.
        members: everybody, in the order of their ids.
    """

    def __init__(self, records: StaffRecords) -> None:
        self.records = records
        self.members = tuple(sorted(records.members, key=lambda member: member.staff_id))
        self._by_id: dict[StaffId, StaffMember] = {}
        self._by_ref: dict[str, StaffMember] = {}
        self._teams: dict[StaffId, list[StaffMember]] = defaultdict(list)
        for member in records.members:
            self._by_id.setdefault(member.staff_id, member)
            if member.practitioner_ref is not None:
                self._by_ref.setdefault(member.practitioner_ref, member)
            if member.supervisor_id is not None:
                self._teams[member.supervisor_id].append(member)
        self._credentials = _by_person(records.credentials)
        self._trainings = _by_person(records.trainings)
        self._supervision = _by_person(records.supervision)
        self._assignments = _by_person(records.assignments)
        self._checks = _by_person(records.checks)
        self._workers: dict[str | None, WorkerFacts] = {}
        self._parts: dict[tuple[StaffId, StaffId | None], StaffRecords] = {}

    def member_at(self, practitioner_ref: str | None) -> StaffMember | None:
        """The member whom the FHIR server knows under a reference; of several the first in the records."""
        return self._by_ref.get(practitioner_ref) if practitioner_ref is not None else None

    def of(self, member: StaffMember) -> StaffRecords:
        """The rows of one member, and the row of the member's supervisor."""
        own = member.staff_id
        asked = (own, member.supervisor_id)
        if asked not in self._parts:
            supervisor = self._by_id.get(member.supervisor_id or "")
            self._parts[asked] = StaffRecords(
                members=(member, *((supervisor,) if supervisor else ())),
                credentials=tuple(self._credentials.get(own, ())),
                trainings=tuple(self._trainings.get(own, ())),
                supervision=tuple(self._supervision.get(own, ())),
                assignments=tuple(self._assignments.get(own, ())),
                checks=tuple(self._checks.get(own, ())),
                unread=self.records.unread,
                refused=self.records.refused,
            )
        return self._parts[asked]

    def worker(self, ref: str | None, known: Specialist | None) -> WorkerFacts:
        """The facts of the member whom the FHIR server knows under a reference, once for all charts.

        Args:
            ref: the reference; it may be of nobody in the records.
            known: the same person as the EHR knows them, where it does.
        """
        kept = self._workers.get(ref)
        if kept is None or kept.specialist is not known:
            member = self.member_at(ref)
            rows = self.of(member) if member is not None else StaffRecords()
            kept = self._workers[ref] = WorkerFacts(known, rows, ref=ref, member=member)
        return kept

    def team_of(self, supervisor: StaffMember) -> StaffRecords:
        """The members whom somebody supervises."""
        return StaffRecords(
            members=tuple(self._teams.get(supervisor.staff_id, ())),
            unread=self.records.unread,
            refused=self.records.refused,
        )


def _by_person(rows: Iterable[Row]) -> Mapping[StaffId, list[Row]]:
    by_person: dict[StaffId, list[Row]] = defaultdict(list)
    for row in rows:
        by_person[row.staff_id].append(row)
    return by_person
