"""The audit of one person's resources: the same in this process and on Spark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pss_fhir.compliance.chart_audit import ChartAudit, audit_chart
from pss_fhir.compliance.facts.staff_rows import StaffRows
from pss_fhir.compliance.kept_answers import AuditScope
from pss_fhir.domain.episode import Episode
from pss_fhir.domain.record import Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.issues import Issue, Severity
from pss_fhir.mapping.by_person import PlacedRead
from pss_fhir.workflows.json_files import Value
from pss_fhir.workflows.sorted_records import KINDS, SortedRecords


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something found about a resource itself.

    Attributes:
        order: where the resource comes among all.
        spot: where the resource stands.
    """

    order: tuple[int, ...]
    spot: Value
    issue: Issue


def noticed_in(read: PlacedRead) -> Iterator[Noticed]:
    """What was found about a resource; of remarks only that it is of a type that no rule looks at."""
    for issue in read.issues:
        if issue.severity is not Severity.INFORMATION or issue.code == OTHER_TYPE:
            assert isinstance(read.place, tuple)  # noqa: S101 - a spot: whoever reads for an audit says so
            yield Noticed(read.order, Value(*read.place), issue)


OTHER_TYPE = "mapping.other-type"
"""The code of what is found about a resource of which no record is made; its path is the type."""


@dataclass(slots=True)
class PersonAudit:
    """What one person's resources gave.

    Attributes:
        charts: one, or none where there is nothing that a rule looks at.
        noticed: what was found about the resources.
        missing: the person's reference, where the person's own record is not there.
        kinds: the kinds of records that a chart is made of and that stood among them.
        agencies: the organizations whose episodes of care stood among them.
    """

    charts: list[ChartAudit] = field(default_factory=list)
    noticed: list[Noticed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    kinds: set[type[Record]] = field(default_factory=set)
    agencies: set[str] = field(default_factory=set)


class PersonAuditor:
    """What is needed to audit a person's resources, the same for everybody.

    Args:
        scope: what is asked.
        agency: the agency's own records, and which kinds of records stand anywhere.
        staff: the agency's staff records, None where there are none.
    """

    def __init__(self, scope: AuditScope, agency: SortedRecords, staff: StaffRecords | None) -> None:
        self.scope = scope
        self.staff = staff
        self._specialists = agency.specialists
        self._nobody = agency.for_another()
        self._staff_rows = StaffRows(staff) if staff is not None else None

    def audit(self, reads: Iterable[PlacedRead]) -> PersonAudit:
        """Every rule asked about what one person's resources hold."""
        found = PersonAudit()
        own = self._nobody.for_another()
        for read in reads:
            if read.issues:
                found.noticed += noticed_in(read)
            if read.record is not None:
                found.kinds.add(type(read.record))
                if isinstance(read.record, Episode) and read.record.agency_ref is not None:
                    found.agencies.add(read.record.agency_ref)
                own.add((read.record,))
        found.kinds &= KINDS
        found.missing += own.missing_clients
        for ref in own.client_refs:
            chart = own.chart(ref, staff=self.staff, read_at=self.scope.as_of)
            found.charts.append(
                audit_chart(chart, self.scope, specialists=self._specialists, staff=self._staff_rows)
            )
        return found
