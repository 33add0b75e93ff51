"""The checks, one file per matter; every check that a record can name."""

from __future__ import annotations

from pss_fhir.compliance.check import Check
from pss_fhir.compliance.checks import (
    authorization,
    billing,
    client,
    contact,
    course_of_service,
    credential,
    disclosure,
    disclosure_log,
    entitlement,
    episode,
    incident,
    likeness,
    look_up,
    order,
    other_people,
    plan,
    qualification,
    record,
    renewal,
    schedule,
    staffing,
    supervision,
    training,
    units,
)

_MODULES = (
    authorization,
    billing,
    client,
    contact,
    course_of_service,
    credential,
    disclosure,
    disclosure_log,
    entitlement,
    episode,
    incident,
    likeness,
    look_up,
    order,
    other_people,
    plan,
    qualification,
    record,
    renewal,
    schedule,
    staffing,
    supervision,
    training,
    units,
)

CHECKS: dict[str, Check] = {check.name: check for module in _MODULES for check in module.CHECKS}
"""Every check by its name."""
