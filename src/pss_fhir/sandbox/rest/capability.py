"""The CapabilityStatement: what the vendor mode does, no more and no less."""

from __future__ import annotations

from typing import Any

from pss_fhir import __version__
from pss_fhir.sandbox.modes.mode import Mode
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.search.table import parameters_of, resource_types
from pss_fhir.sandbox.store.resources import instant

_SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"


def make_capability_statement(api: Api, base: str) -> dict[str, Any]:
    """The CapabilityStatement of the mode that is on now."""
    mode = api.mode
    rest: dict[str, Any] = {
        "mode": "server",
        "documentation": mode.note,
        "security": {
            "cors": False,
            "service": [{"coding": [{"system": _SECURITY_SERVICE, "code": "SMART-on-FHIR"}]}],
            "description": "OAuth2 by SMART App Launch; see .well-known/smart-configuration",
        },
        "resource": [_resource(api, name) for name in sorted(resource_types())],
    }
    if mode.bundles:
        rest["interaction"] = [{"code": kind} for kind in mode.bundles]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": instant(api.clock.now()),
        "publisher": "pss-fhir",
        "kind": "instance",
        "software": {"name": mode.software, "version": __version__},
        "implementation": {"description": mode.title, "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "patchFormat": ["application/json-patch+json"],
        "rest": [rest],
    }


def _resource(api: Api, resource_type: str) -> dict[str, Any]:
    mode = api.mode
    interactions = mode.interactions(resource_type)
    described: dict[str, Any] = {
        "type": resource_type,
        "interaction": [{"code": code} for code in interactions],
        "versioning": "versioned-update" if mode.update_needs_if_match else "versioned",
        "readHistory": "vread" in interactions,
        "updateCreate": mode.update_creates and "update" in interactions,
        **_conditions(mode, interactions),
        "referencePolicy": ["literal", "logical"],
        "searchParam": [
            {"name": code, "type": definition.kind}
            for code, definition in sorted(parameters_of(resource_type).items())
        ],
    }
    if "search-type" in interactions:
        references = sorted(
            f"{resource_type}:{code}"
            for code, definition in parameters_of(resource_type).items()
            if definition.kind == "reference"
        )
        described["searchInclude"] = ["*", *references]
    if api.validate is not None:
        described["operation"] = [
            {"name": "validate", "definition": "http://hl7.org/fhir/OperationDefinition/Resource-validate"}
        ]
    return described


def _conditions(mode: Mode, interactions: tuple[str, ...]) -> dict[str, Any]:
    return {
        "conditionalCreate": "create" in mode.conditional and "create" in interactions,
        "conditionalRead": "full-support",
        "conditionalUpdate": "update" in mode.conditional and "update" in interactions,
        "conditionalDelete": (
            "single" if "delete" in mode.conditional and "delete" in interactions else "not-supported"
        ),
    }
