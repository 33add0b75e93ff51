"""From whatever FHIR resources an agency has to charts, and from charts and staff records to an audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pss_fhir.compliance import AuditReport, PolicySet, StaffFolder, audit
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.domain.payer import Authorization, Coverage, ServiceOrder
from pss_fhir.domain.people import Client, PersonName, Specialist
from pss_fhir.domain.plan import Goal, Plan
from pss_fhir.domain.record import Days, Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.issues import Issue, make_issue

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
    clients: dict[str, Client] = {}
    specialists: dict[str, Specialist] = {}
    parts: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    seen: set[ChartPart] = set()
    for record in records:
        if isinstance(record, Client):
            clients[record.ref] = record
        elif isinstance(record, Specialist):
            specialists[record.ref] = record
        elif type(record) in _PART_OF:
            part, name = _PART_OF[type(record)]
            seen.add(part)
            parts[_client_ref(record)][name].append(record)
    unread = {part for part, _ in _PART_OF.values()} - seen
    if ChartPart.NOTES in seen:
        # A note holds its own contact; some servers have no other record of it.
        unread.discard(ChartPart.CONTACTS)
    if staff is None:
        unread.add(ChartPart.STAFF)
    missing = sorted(set(parts) - set(clients))
    issues = [make_issue("rules.client-missing", resource=ref, client=ref) for ref in missing]
    charts = []
    for ref in sorted({*clients, *missing}):
        chart = {
            "client": clients.get(ref) or Client(ref=ref, name=PersonName(text="not in the files")),
            "staff": staff,
            "unread": frozenset(unread),
            "read_at": read_at,
            **{name: tuple(found) for name, found in parts[ref].items()},
        }
        charts.append(Chart.model_validate(chart))
    return AgencyCharts(tuple(charts), tuple(specialists[ref] for ref in sorted(specialists)), tuple(issues))


def _client_ref(record: Record) -> str:
    ref = record.client_ref  # type: ignore[attr-defined]  # every kind of _PART_OF has one
    assert isinstance(ref, str)  # noqa: S101 - the domain's own type
    return ref


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
    staff = folder.records if folder else None
    sorted_charts = charts_of(records, staff=staff, read_at=as_of)
    report = audit(
        sorted_charts.charts,
        as_of=as_of,
        policies=policies,
        staff=staff,
        specialists=sorted_charts.specialists,
        incidents=folder.incidents if folder else (),
        period=period,
        all_answers=all_answers,
        for_pictures=for_pictures,
    )
    return report, (*sorted_charts.issues, *(folder.issues if folder else ()))
