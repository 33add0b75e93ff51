"""From whatever FHIR resources an agency has to charts, and from charts and staff records to an audit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from pss_fhir.compliance import AuditReport, PolicySet, StaffFolder, audit
from pss_fhir.compliance.check import Subject
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import Days, Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.external_sort import SortedItems
from pss_fhir.issues import Issue, Severity, make_issue
from pss_fhir.mapping.by_person import Kept, PlacedRead, ResourcesByPerson, keep
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


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something found about the resources themselves.

    Attributes:
        place: where the resource came from, as the caller said; None for a finding of no single one.
    """

    place: object
    issue: Issue


def audit_agency(
    values: Iterable[tuple[object, Any]],
    policies: PolicySet,
    *,
    as_of: datetime,
    folder: StaffFolder | None = None,
    period: Days | None = None,
    all_answers: bool = False,
    for_pictures: bool = False,
    only: Collection[Subject] = tuple(Subject),
    about: Collection[str] = (),
) -> tuple[AuditReport, Iterator[Noticed]]:
    """The audit of all that an agency has, and what was noticed about the records themselves.

    Never more than one person's resources are in memory, beside those of the agency itself; the answers
    are the same in whatever order the resources come.

    Args:
        values: JSON values, each a resource or a Bundle and where it came from; or, in its place, the
            finding why there is none.
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
    noticed = _NoticedThings()
    resources = ResourcesByPerson()
    for number, (place, value) in enumerate(values):
        if isinstance(value, Issue):
            noticed.add(PlacedRead(place, (number,), None, (value,)))
            continue
        for found in keep(value, order=(number,), place=place):
            if isinstance(found, Kept):
                resources.put(found)
            else:
                noticed.add(found)
    agency = SortedRecords()
    agency.add(noticed.records_in(resources.read_agency()))
    look_for_parts(resources, agency)
    staff = agency.with_staff(folder.records if folder else None)
    missing: list[str] = []
    report = audit(
        _charts(resources, agency, noticed, missing, staff=staff, read_at=as_of),
        as_of=as_of,
        policies=policies,
        staff=staff,
        specialists=tuple(agency.specialists[ref] for ref in sorted(agency.specialists)),
        incidents=agency.with_incidents(folder.incidents if folder else ()),
        period=period,
        all_answers=all_answers,
        for_pictures=for_pictures,
        only=only,
        about=about,
    )
    about_clients = (make_issue("rules.client-missing", resource=ref, client=ref) for ref in missing)
    others = (*about_clients, *(folder.issues if folder else ()))
    return report, chain(noticed, (Noticed(None, issue) for issue in others))


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


def _charts(
    resources: ResourcesByPerson,
    agency: SortedRecords,
    noticed: _NoticedThings,
    missing: list[str],
    *,
    staff: StaffRecords | None,
    read_at: datetime,
) -> Iterator[Chart]:
    """The charts one by one; ``missing`` gets the clients who are named but not there."""
    for _, reads in resources.read_people():
        own = agency.for_another()
        own.add(noticed.records_in(reads))
        missing += own.missing_clients
        for ref in own.client_refs:
            yield own.chart(ref, staff=staff, read_at=read_at)


class _NoticedThings:
    """What was noticed, remarks left out, in the order of the resources."""

    def __init__(self) -> None:
        self._found: SortedItems[tuple[tuple[int, ...], Noticed]] = SortedItems(
            lambda item: item[0], most_in_memory=_MOST_NOTICED
        )

    def add(self, read: PlacedRead) -> None:
        for issue in read.issues:
            if issue.severity is not Severity.INFORMATION:
                self._found.add((read.order, Noticed(read.place, issue)))

    def records_in(self, reads: Iterable[PlacedRead]) -> Iterator[Record]:
        for read in reads:
            self.add(read)
            if read.record is not None:
                yield read.record

    def __iter__(self) -> Iterator[Noticed]:
        return (noticed for _, noticed in self._found)


_MOST_NOTICED = 10_000
"""Findings about resources that are held in memory."""
