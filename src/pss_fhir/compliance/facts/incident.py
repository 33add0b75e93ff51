"""The facts of one incident and its running clocks."""

from __future__ import annotations

from datetime import date, datetime

from pss_fhir.clock import local_date
from pss_fhir.compliance.payers import ANY_PAYER, PayersOfDay
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.incident import Incident


class IncidentFacts:
    """What the rules ask of one incident.

    Args:
        incident: the incident.
        policies: the loaded rules.
        as_of: the moment of asking, up to which clocks run.
    """

    def __init__(self, incident: Incident, policies: PolicySet, *, as_of: datetime) -> None:
        self.incident = incident
        self.policies = policies
        self.as_of = as_of
        self.today = local_date(as_of)

    @property
    def day(self) -> date:
        """The day whose rules hold: that on which staff became aware, else on which it happened."""
        aware = self.incident.aware_at or self.incident.occurred_at
        return local_date(aware) if aware else self.today

    @property
    def payers(self) -> PayersOfDay:
        """The LME/MCO of the place of service (rules.md PAY-009), whoever pays for the client."""
        local = self.policies.payers.by_key(self.incident.local_plan)
        return PayersOfDay((local,), is_certain=True) if local else ANY_PAYER

    @property
    def ref(self) -> str:
        """How findings name it."""
        return f"incident/{self.incident.incident_id}"
