"""From whatever FHIR resources an agency has to charts, and from charts and staff records to an audit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from pss_fhir.compliance import AuditReport, PolicySet, StaffFolder
from pss_fhir.compliance.audit import Audit
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.kept_answers import AuditScope
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import Days, Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.external_sort import SortedItems
from pss_fhir.issues import Issue, make_issue
from pss_fhir.mapping.by_person import Kept, PlacedRead, ResourcesByPerson, keep
from pss_fhir.workflows.json_files import Value
from pss_fhir.workflows.person_audit import Noticed, PersonAudit, PersonAuditor, noticed_in
from pss_fhir.workflows.sorted_records import SortedRecords


@dataclass(frozen=True)
class AgencyCharts:
    """Records sorted into charts.

    Attributes:
        charts: one for each client whom a record names, in the order of their references.
        specialists: staff as the EHR knows them.
        issues: clients who are named but not there.
    """

    charts: tuple[Chart, ...]
    specialists: tuple[Specialist, ...]
    issues: tuple[Issue, ...]


def charts_of(records: Iterable[Record], *, staff: StaffRecords | None, read_at: datetime) -> AgencyCharts:
    """Records of many clients, sorted into charts.

    A kind of record that stands nowhere among them counts as not read: rules that need it cannot tell.
    A client who is named but not there gets a chart all the same, and a finding.

    Args:
        records: as read from FHIR, in any order.
        staff: the agency's staff records, None where there are none.
        read_at: the moment of reading.
    """
    found = SortedRecords()
    found.add(records)
    return _charts_in(found, staff=staff, read_at=read_at)


def _charts_in(found: SortedRecords, *, staff: StaffRecords | None, read_at: datetime) -> AgencyCharts:
    return AgencyCharts(
        tuple(found.chart(ref, staff=staff, read_at=read_at) for ref in found.client_refs),
        tuple(found.specialists[ref] for ref in sorted(found.specialists)),
        tuple(make_issue("rules.client-missing", resource=ref, client=ref) for ref in found.missing_clients),
    )


def audit_agency(
    values: Iterable[Value],
    policies: PolicySet,
    *,
    as_of: datetime,
    folder: StaffFolder | None = None,
    period: Days | None = None,
    all_answers: bool = False,
    for_pictures: bool = False,
    only: Collection[Subject] = tuple(Subject),
    about: Collection[str] = (),
) -> tuple[AuditReport, Iterator[Issue]]:
    """The audit of all that an agency has, and what was noticed about the records themselves.

    Never more than one person's resources are in memory, beside those of the agency itself; the answers
    are the same in whatever order the resources come.

    Args:
        values: JSON values, each a resource or a Bundle, or the finding why there is none.
        policies: the loaded rules.
        as_of: the moment of asking.
        folder: the agency's staff folder.
        period: days of service of the notes that are looked at.
        all_answers: also rules that are met or do not apply.
        for_pictures: whether to keep what pictures show of each note.
        only: kinds of things of which answers are kept.
        about: references of which alone answers are kept; those of everything where none is given.

    Returns:
        The report, and what was noticed in the order of the resources.
    """
    scope = AuditScope(
        as_of,
        policies,
        period or Days(),
        all_answers=all_answers,
        for_pictures=for_pictures,
        only=frozenset(only),
        about=frozenset(about),
    )
    resources = ResourcesByPerson()
    agency = AgencyAudit(scope, folder)
    for number, value in enumerate(values):
        for found in put_away(value, order=(number,)):
            if isinstance(found, Kept):
                resources.put(found)
            else:
                agency.notice(noticed_in(found))
    agency.read(resources)
    look_for_parts(resources, agency.records)
    agency.begin()
    for _, reads in resources.read_people():
        agency.add(agency.auditor.audit(reads))
    return agency.finish()


def put_away(value: Value, *, order: tuple[int, ...]) -> Iterable[Kept | PlacedRead]:
    """The resources of one value, each with its owner, and what holds none."""
    if value.issue is not None:
        return (PlacedRead(value.spot, order, None, (value.issue,)),)
    return keep(value.raw, order=order, place=value.spot)


def look_for_parts(resources: ResourcesByPerson, agency: SortedRecords) -> None:
    """Find out which kinds of records stand anywhere: of nobody's chart are the others known to be empty.

    Only people with resources of a kind that was not met yet are read for it, so this ends with the first
    of them as a rule.
    """
    wanted = agency.unseen_readers & resources.readers
    if not wanted:
        return
    for _, reads in resources.read_people(wanted):
        agency.for_another().add(read.record for read in reads if read.record)
        wanted &= agency.unseen_readers
        if not wanted:
            return


class AgencyAudit:
    """An agency's audit under way: first what belongs to the agency, then person by person, in any order.

    Args:
        scope: what is asked.
        folder: the agency's staff folder.

    Attributes:
        records: the agency's own records.
        auditor: audits one person, from :meth:`begin` on.
    """

    def __init__(self, scope: AuditScope, folder: StaffFolder | None) -> None:
        self.scope = scope
        self.records = SortedRecords()
        self._folder = folder
        self._noticed: SortedItems[Noticed] = SortedItems(lambda one: one.order, most_in_memory=_MOST_NOTICED)
        self._missing: list[str] = []

    def notice(self, found: Iterable[Noticed]) -> None:
        """Keep what was found about resources."""
        for one in found:
            self._noticed.add(one)

    def read(self, resources: ResourcesByPerson) -> None:
        """Take in what belongs to the agency itself."""
        for read in resources.read_agency():
            self.notice(noticed_in(read))
            self.records.add([read.record] if read.record else [])

    def begin(self) -> None:
        """Go over from the agency's own records to people."""
        staff = self.records.with_staff(self._folder.records if self._folder else None)
        known = self.records.specialists
        self._audit = Audit(self.scope, staff=staff, specialists=[known[ref] for ref in sorted(known)])
        self.auditor = PersonAuditor(self.scope, self.records, staff)

    def add(self, person: PersonAudit) -> None:
        """Take in what one person's resources gave."""
        self.notice(person.noticed)
        self._missing += person.missing
        for chart in person.charts:
            self._audit.add(chart)

    def finish(self) -> tuple[AuditReport, Iterator[Issue]]:
        """The report, and what was noticed in the order of the resources."""
        incidents = self.records.with_incidents(self._folder.incidents if self._folder else ())
        report = self._audit.finish(incidents)
        of_resources = (one.spot.place(one.issue) for one in self._noticed)
        of_people = (
            make_issue("rules.client-missing", resource=ref, client=ref) for ref in sorted(self._missing)
        )
        return report, chain(of_resources, of_people, self._folder.issues if self._folder else ())


_MOST_NOTICED = 10_000
"""Findings about resources that are held in memory."""
