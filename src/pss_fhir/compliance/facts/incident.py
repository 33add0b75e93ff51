"""The facts of one incident and its running clocks."""

from __future__ import annotations

from datetime import datetime

from pss_fhir.clock import local_date
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
    def ref(self) -> str:
        """How findings name it."""
        return f"incident/{self.incident.incident_id}"
