"""The checks, one file per matter; every check that a record can name."""

from __future__ import annotations

from pss_fhir.compliance.check import Check
from pss_fhir.compliance.checks import authorization, client, contact, credential, order, plan, record, units

CHECKS: dict[str, Check] = {
    check.name: check
    for module in (authorization, client, contact, credential, order, plan, record, units)
    for check in module.CHECKS
}
"""Every check by its name."""
