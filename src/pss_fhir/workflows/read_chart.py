"""One person's chart as a page shows it: records, units, drafts, and where signed notes stand."""

from __future__ import annotations

from dataclasses import dataclass

from pss_fhir.compliance import BurnDown, burn_downs
from pss_fhir.domain.chart import Chart
from pss_fhir.issues import Issue
from pss_fhir.outbox import Filing
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.chart_reading import read_records
from pss_fhir.workflows.filings import filings_of
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.services import Services


@dataclass(frozen=True)
class ChartView:
    """A chart as a page shows it.

    Attributes:
        burn_downs: units used and left, one per authorization and one for unmanaged units.
        drafts: this specialist's open drafts for this person.
        filings: records signed here for this person and where they stand, newest first.
        problems: what could not be read, and why.
    """

    chart: Chart
    burn_downs: tuple[BurnDown, ...]
    drafts: tuple[StoredDraft, ...]
    filings: tuple[Filing, ...]
    problems: tuple[Issue, ...]


def read_chart(services: Services, opened: OpenLaunch, *, fresh: bool = False) -> ChartView:
    """The chart of the launch; its records are at most five minutes old.

    Args:
        services: the parts.
        opened: the launch.
        fresh: ask the server again even if the records were read a moment ago.

    Raises:
        RemoteError: the person's own record cannot be read; without it nothing can be shown.
        SignInNeeded: the sign-in has ended.
    """
    read = services.charts.get(opened.lid, lambda: read_records(services, opened), fresh=fresh)
    return ChartView(
        chart=read.chart,
        burn_downs=burn_downs(read.chart, services.policies, as_of=services.clock.now()),
        drafts=services.store.drafts.open_for(opened.iss, opened.client_ref, opened.user_ref),
        filings=filings_of(services, opened),
        problems=read.problems,
    )
