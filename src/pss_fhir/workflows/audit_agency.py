"""From whatever FHIR resources an agency has to charts, and from charts and staff records to an audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pss_fhir.compliance import AuditReport, PolicySet, StaffFolder, audit
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import Days, Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.issues import Issue, make_issue
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
    records: Iterable[Record],
    policies: PolicySet,
    *,
    as_of: datetime,
    folder: StaffFolder | None = None,
    period: Days | None = None,
    all_answers: bool = False,
    for_pictures: bool = False,
) -> tuple[AuditReport, Sequence[Issue]]:
    """The audit of all that an agency has, and what was noticed about the records themselves.

    Args:
        records: as read from FHIR, in any order.
        policies: the loaded rules.
        as_of: the moment of asking.
        folder: the agency's staff folder.
        period: days of service of the notes that are looked at.
        all_answers: also rules that are met or do not apply.
        for_pictures: whether to keep what pictures show of each note.
    """
    found = SortedRecords()
    found.add(records)
    staff = found.with_staff(folder.records if folder else None)
    sorted_charts = _charts_in(found, staff=staff, read_at=as_of)
    report = audit(
        sorted_charts.charts,
        as_of=as_of,
        policies=policies,
        staff=staff,
        specialists=sorted_charts.specialists,
        incidents=found.with_incidents(folder.incidents if folder else ()),
        period=period,
        all_answers=all_answers,
        for_pictures=for_pictures,
    )
    return report, (*sorted_charts.issues, *(folder.issues if folder else ()))
