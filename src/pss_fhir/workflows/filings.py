"""Where the records that were signed for one person stand."""

from __future__ import annotations

from pss_fhir.outbox import Filing
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.services import Services

_MOST = 50


def filings_of(services: Services, opened: OpenLaunch) -> tuple[Filing, ...]:
    """The newest records signed here for the launched person, last signed first; at most 50."""
    rows = services.store.outbox.list(iss=opened.iss, client_ref=opened.client_ref)
    return services.outbox.filings(rows[: -_MOST - 1 : -1])
