"""From whatever FHIR resources an agency has to charts, and from charts and staff records to an audit."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from pss_fhir.compliance import AuditReport, StaffFolder
from pss_fhir.compliance.audit import Audit
from pss_fhir.compliance.facts.across_charts import BookedVisit
from pss_fhir.compliance.facts.note_sketch import NoteSketch
from pss_fhir.compliance.kept_answers import AuditScope
from pss_fhir.compliance.words import moment_words
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.external_sort import SortedItems
from pss_fhir.issues import Issue, make_issue
from pss_fhir.mapping.by_person import Kept, PlacedRead, ResourcesByPerson, keep
from pss_fhir.mapping.conversion import readers_of
from pss_fhir.mapping.report import Surroundings
from pss_fhir.workflows.json_files import Value
from pss_fhir.workflows.person_audit import Noticed, PersonAudit, PersonAuditor, noticed_in
from pss_fhir.workflows.sorted_records import KINDS, SortedRecords


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
    values: Iterable[Value], scope: AuditScope, *, folder: StaffFolder | None = None
) -> tuple[AuditReport, Iterator[Issue]]:
    """The audit of all that an agency has, and what was noticed about the records themselves.

    Never more than one person's resources are in memory, beside those of the agency itself; the answers
    are the same in whatever order the resources come.

    Args:
        values: JSON values, each a resource or a Bundle, or the finding why there is none.
        scope: what is asked.
        folder: the agency's staff folder.

    Returns:
        The report, and what was noticed in the order of the resources.
    """
    resources = ResourcesByPerson()
    agency = AgencyAudit(scope, folder)
    for number, value in enumerate(values):
        for found in put_away(value, order=(number,)):
            if isinstance(found, Kept):
                resources.put(found)
            else:
                agency.notice(noticed_in(found))
    agency.read(resources)
    while not agency.is_done:
        agency.begin()
        for _, reads in resources.read_people():
            agency.add(agency.auditor.audit(reads))
        agency.settle()
    return agency.finish()


def put_away(value: Value, *, order: tuple[int, ...]) -> Iterable[Kept | PlacedRead]:
    """The resources of one value, each with its owner, and what holds none."""
    if value.issue is not None:
        return (PlacedRead(value.spot, order, None, (value.issue,)),)
    return keep(value.raw, order=order, place=value.spot, content=value.text)


class AgencyAudit:
    """An agency's audit under way: first what belongs to the agency, then person by person, in any order.

    A kind of record that stands nowhere counts as not read, so before the first person is audited it must be
    known which kinds there are. A kind is taken to be there if a resource is there that may hold one; where
    :meth:`settle` finds that none of them did, everybody is audited once more.

    Args:
        scope: what is asked.
        folder: the agency's staff folder.

    Attributes:
        auditor: audits one person, from :meth:`begin` on.
        is_done: whether everybody was audited for good.
    """

    def __init__(self, scope: AuditScope, folder: StaffFolder | None) -> None:
        self.is_done = False
        self._scope = scope
        self._folder = folder
        self._records = SortedRecords()
        self._names: dict[str, str] = {}
        self._noticed = _sorted_notices()
        self._kinds: frozenset[type[Record]] = KINDS

    def notice(self, found: Iterable[Noticed]) -> None:
        """Keep what was found about resources that belong to nobody."""
        for one in found:
            self._noticed.add(one)

    def read(self, resources: ResourcesByPerson) -> None:
        """Take in what belongs to the agency itself."""
        for read in resources.read_agency():
            self.take(read.record, noticed_in(read))
        self.know(resources.shared)
        self.expect(resources.readers)

    def take(self, record: Record | None, noticed: Iterable[Noticed]) -> None:
        """Take in one of the agency's own resources."""
        self.notice(noticed)
        self._records.add([record] if record else [])

    def know(self, shared: Surroundings) -> None:
        """Take in what organizations are called."""
        self._names = {
            ref: name.strip()
            for ref, raw in shared.by_ref.items()
            if raw.get("resourceType") == "Organization" and isinstance(name := raw.get("name"), str)
        }

    def expect(self, readers: Collection[str]) -> None:
        """Take the kinds that these modules read to be there."""
        self._kinds = frozenset(kind for kind in KINDS if not set(readers).isdisjoint(readers_of(kind)))

    def begin(self) -> None:
        """Go over from the agency's own records to people."""
        self._records.see(self._kinds)
        staff = self._records.with_staff(self._folder.records if self._folder else None)
        known = self._records.specialists
        self._audit = Audit(self._scope, staff=staff, specialists=[known[ref] for ref in sorted(known)])
        self.auditor = PersonAuditor(self._scope, self._records, self._audit.staff)
        self._of_people = _sorted_notices()
        self._missing: list[str] = []
        self._found: set[type[Record]] = set()
        self._agencies: set[str] = set()

    def add(self, person: PersonAudit) -> None:
        """Take in what one person's resources gave."""
        for one in person.noticed:
            self._of_people.add(one)
        self._missing += person.missing
        self._found |= person.kinds
        self._agencies |= person.agencies
        for chart in person.charts:
            self._audit.add(chart)

    def compare(self, visits: Iterable[BookedVisit], sketches: Iterable[NoteSketch]) -> None:
        """Take in visits and notes that are compared with others."""
        self._audit.compare(visits, sketches)

    def settle(self) -> None:
        """Look whether the kinds that were taken to be there are there."""
        self.is_done = self._found == self._kinds
        self._kinds = frozenset(self._found)

    @property
    def _agency(self) -> str | None:
        """The name of the one organization whose episodes of care these are."""
        [named, *others] = self._agencies or {""}
        return None if others else self._names.get(named) or None

    def finish(self) -> tuple[AuditReport, Iterator[Issue]]:
        """The report, and what was noticed in the order of the resources."""
        incidents = self._records.with_incidents(self._folder.incidents if self._folder else ())
        report = self._audit.finish(incidents, agency=self._agency)
        noticed = heapq.merge(self._noticed, self._of_people, key=_order)
        of_resources = (one.spot.place(one.issue) for one in noticed)
        of_people = (
            make_issue("rules.client-missing", resource=ref, client=ref) for ref in sorted(self._missing)
        )
        later = _left_out(report)
        return report, chain(of_resources, of_people, later, self._folder.issues if self._folder else ())


def _left_out(report: AuditReport) -> Iterator[Issue]:
    """What is dated after the moment of asking."""
    if report.later.counts:
        yield make_issue("rules.dated-later", found=report.later.named, as_of=moment_words(report.as_of))


_MOST_NOTICED = 10_000
"""Findings about resources that are held in memory."""


def _order(noticed: Noticed) -> tuple[int, ...]:
    return noticed.order


def _sorted_notices() -> SortedItems[Noticed]:
    return SortedItems(_order, most_in_memory=_MOST_NOTICED)
