"""The checks, one file per matter; every check that a record can name."""

from __future__ import annotations

from importlib import import_module

from pss_fhir.compliance.check import Check

_MATTERS = (
    "authorization",
    "billing",
    "client",
    "contact",
    "course_of_service",
    "credential",
    "disclosure",
    "disclosure_log",
    "entitlement",
    "episode",
    "incident",
    "likeness",
    "look_up",
    "order",
    "other_people",
    "plan",
    "qualification",
    "record",
    "renewal",
    "schedule",
    "staffing",
    "supervision",
    "training",
    "units",
)

CHECKS: dict[str, Check] = {
    check.name: check for matter in _MATTERS for check in import_module(f"{__name__}.{matter}").CHECKS
}
"""Every check by its name."""
