"""From a call to the interaction that it asks for (http.html 3.1.0)."""

from __future__ import annotations

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest import reading, searching, writing
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.bundles import run_bundle
from pss_fhir.sandbox.rest.call import Call, Reply
from pss_fhir.sandbox.rest.capability import make_capability_statement
from pss_fhir.sandbox.rest.operations import validate


def answer(api: Api, call: Call) -> Reply:
    """The answer to a call.

    Raises:
        Refused: any failure status; nothing was changed then.
    """
    method = "GET" if call.method == "HEAD" else call.method
    match method, call.path:
        case "GET", ("metadata",):
            return Reply(200, make_capability_statement(api, call.base))
        case "GET", (searching.PAGE_PATH, handle):
            return searching.turn_page(api, call, handle)
        case "POST", ():
            return run_bundle(api, call, answer)
        case _, (resource_type,):
            return _on_type(api, call, method, resource_type)
        case "POST", (resource_type, "_search"):
            return searching.search(api, call, resource_type)
        case "GET", (resource_type, "_history"):
            return reading.history(api, call, resource_type)
        case "POST", (resource_type, "$validate"):
            return validate(api, call, resource_type)
        case _, (resource_type, resource_id):
            return _on_instance(api, call, method, resource_type, resource_id)
        case "GET", (resource_type, resource_id, "_history"):
            return reading.history(api, call, resource_type, resource_id)
        case "GET", (resource_type, resource_id, "_history", version_id):
            return reading.vread(api, call, resource_type, resource_id, version_id)
    return _nothing_here()


def _on_type(api: Api, call: Call, method: str, resource_type: str) -> Reply:
    match method:
        case "GET":
            return searching.search(api, call, resource_type)
        case "POST":
            return writing.create(api, call, resource_type)
        case "PUT":
            return writing.update_by_condition(api, call, resource_type)
        case "PATCH":
            return writing.patch_by_condition(api, call, resource_type)
        case "DELETE":
            return writing.delete_by_condition(api, call, resource_type)
    return _nothing_here()


def _on_instance(api: Api, call: Call, method: str, resource_type: str, resource_id: str) -> Reply:
    match method:
        case "GET":
            return reading.read(api, call, resource_type, resource_id)
        case "PUT":
            return writing.update(api, call, resource_type, resource_id)
        case "PATCH":
            return writing.patch(api, call, resource_type, resource_id)
        case "DELETE":
            return writing.delete(api, call, resource_type, resource_id)
    return _nothing_here()


def _nothing_here() -> Reply:
    raise Refused(404, "not-supported", "This server has no such interaction.")
