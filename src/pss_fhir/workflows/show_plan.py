"""The person's safety plan: from the chart, or from the copy that is kept where the EHR gives none."""

from __future__ import annotations

from dataclasses import dataclass

from pss_fhir.domain.chart import ChartPart
from pss_fhir.errors import RemoteError, SmartError
from pss_fhir.workflows.kept_plan import KeptPlan, kept_plan, plan_in
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import read_chart
from pss_fhir.workflows.services import Services


@dataclass(frozen=True)
class ShownPlan:
    """What is known of the plan.

    Attributes:
        found: the plan and whose it is; None where it could not be read and no copy is kept.
        is_copy: whether it is the copy, because the EHR did not give it now.
    """

    found: KeptPlan | None
    is_copy: bool


def show_plan(services: Services, opened: OpenLaunch) -> ShownPlan:
    """The safety plan; whatever the EHR does, it is shown if it was read in this launch before."""
    try:
        chart = read_chart(services, opened).chart
    except (RemoteError, SmartError):
        return ShownPlan(kept_plan(opened), is_copy=True)
    if chart.knows(ChartPart.SAFETY_PLANS):
        return ShownPlan(plan_in(chart), is_copy=False)
    return ShownPlan(kept_plan(opened), is_copy=True)
