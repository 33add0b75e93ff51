"""The rules of NC peer support as dated records, and the engine that answers them."""

from __future__ import annotations

from pss_fhir.compliance.audit import audit
from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.burn_down import BurnDown, BurnDownKind, BurnDownState, Step
from pss_fhir.compliance.engine import check_note, check_signed_note
from pss_fhir.compliance.finding import Citation, Evidence, Finding
from pss_fhir.compliance.load import load_policies
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.compliance.staff_folder import StaffFolder, read_staff_folder
from pss_fhir.compliance.subjects import (
    calendar_gaps_of,
    calendar_of,
    check_chart,
    check_disclosure,
    check_incident,
    check_specialist,
    check_team,
    clocks_of,
)
from pss_fhir.compliance.timeliness import Timeliness, timeliness_of
from pss_fhir.compliance.use_of_units import burn_downs

__all__ = [
    "Answer",
    "AuditReport",
    "BurnDown",
    "BurnDownKind",
    "BurnDownState",
    "Citation",
    "Evidence",
    "Finding",
    "PolicySet",
    "StaffFolder",
    "Step",
    "Timeliness",
    "audit",
    "burn_downs",
    "calendar_gaps_of",
    "calendar_of",
    "check_chart",
    "check_disclosure",
    "check_incident",
    "check_note",
    "check_signed_note",
    "check_specialist",
    "check_team",
    "clocks_of",
    "load_policies",
    "read_staff_folder",
    "timeliness_of",
]
