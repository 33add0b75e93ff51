"""The safety plan, kept beside an open launch: it must be there when the EHR is not."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.people import Client
from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan
from pss_fhir.errors import NotFoundInStore
from pss_fhir.mapping.records import read_record, record_json
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.services import Services

_NEVER_SHOWN = frozenset({OwnPlanStatus.RETRACTED, OwnPlanStatus.STOPPED})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class KeptPlan:
    """A safety plan as it was read.

    Attributes:
        plan: the plan that counts; None where the record holds none.
        read_at: when the EHR was asked.
    """

    client: Client
    plan: SafetyPlan | None
    read_at: datetime


def plan_in(chart: Chart) -> KeptPlan:
    """The plan of a chart that counts: the newest that is whole, else the newest that is begun."""
    shown = [plan for plan in chart.safety_plans if plan.status not in _NEVER_SHOWN]
    newest = max(
        shown,
        key=lambda plan: (plan.status is not OwnPlanStatus.IN_PROGRESS, plan.written_at or _LONG_AGO),
        default=None,
    )
    return KeptPlan(chart.client, newest, chart.read_at)


def keep_plan(services: Services, lid: str, chart: Chart) -> None:
    """Keep the plan of a chart just read, encrypted like everything of the launch and deleted with it.

    Nothing is changed where the plans could not be read: an older copy is better than none.
    """
    if not chart.knows(ChartPart.SAFETY_PLANS):
        return
    found = plan_in(chart)
    kept = {
        "read_at": found.read_at.isoformat(),
        "client": record_json(found.client),
        "plan": record_json(found.plan) if found.plan else None,
    }
    with suppress(NotFoundInStore):  # the launch was closed while its chart was read
        services.store.launches.remember(lid, json.dumps(kept))


def kept_plan(opened: OpenLaunch) -> KeptPlan | None:
    """The plan as it was last read in this launch, None if it never was."""
    if opened.remembered is None:
        return None
    kept = json.loads(opened.remembered)
    client, _ = read_record(kept["client"])
    plan, _ = read_record(kept["plan"]) if kept["plan"] else (None, ())
    if not isinstance(client, Client) or not isinstance(plan, SafetyPlan | None):
        return None  # kept by a release that wrote other fields
    return KeptPlan(client, plan, datetime.fromisoformat(kept["read_at"]))
