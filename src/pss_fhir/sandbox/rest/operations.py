"""``$validate``, by whatever validator the sandbox was given."""

from __future__ import annotations

from typing import Any

from pss_fhir.issues import Issue
from pss_fhir.sandbox.refusals import Refused, make_outcome
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.call import Call, Reply, expect_resource


def validate(api: Api, call: Call, resource_type: str) -> Reply:
    """The findings about a resource as an OperationOutcome; 200 whatever they are.

    The resource is the body, or the ``resource`` of a Parameters body; ``profile`` is a parameter of
    either.
    """
    if api.validate is None:
        raise Refused(404, "not-supported", "This server was started without a validator.")
    call.access.demand("r", resource_type)
    resource = expect_resource(call.body)
    profile = dict(call.query).get("profile")
    if resource["resourceType"] == "Parameters":
        for parameter in resource.get("parameter", []):
            if parameter.get("name") == "profile":
                profile = parameter.get("valueUri") or parameter.get("valueCanonical")
            if parameter.get("name") == "resource":
                resource = expect_resource(parameter.get("resource"))
    if resource["resourceType"] != resource_type:
        raise Refused(400, "invariant", f"The body holds no {resource_type}.")
    issues = [_issue(found) for found in api.validate(resource, profile)]
    if not issues:
        return Reply(200, make_outcome("information", "informational", "No findings."))
    return Reply(200, {"resourceType": "OperationOutcome", "issue": issues})


def _issue(found: Issue) -> dict[str, Any]:
    issue: dict[str, Any] = {
        "severity": found.severity.value,
        "code": "invalid",
        "details": {"coding": [{"code": found.code}], "text": found.message},
    }
    if found.path:
        issue["expression"] = [found.path]
    return issue
