"""create, update, patch and delete, plain and conditional."""

from __future__ import annotations

from typing import Any

from pss_fhir.sandbox.refusals import Refused, make_outcome
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.call import Call, Reply, expect_resource, location, version_headers
from pss_fhir.sandbox.rest.conditions import demand_version, find_by_condition, find_one
from pss_fhir.sandbox.rest.json_patch import apply_patch
from pss_fhir.sandbox.rest.references import make_relative
from pss_fhir.sandbox.search.paths import walk
from pss_fhir.sandbox.store.resources import ID_FORM, Version


def create(api: Api, call: Call, resource_type: str, *, new_id: str | None = None) -> Reply:
    """Store a new resource; with If-None-Exist only when nothing matches.

    A kind of EHR without conditional create passes over If-None-Exist, as such servers do.
    """
    api.mode.demand(resource_type, "create")
    call.access.demand("c", resource_type)
    resource = _incoming(call, resource_type)
    if "if-none-exist" in call.headers and "create" in api.mode.conditional:
        there = find_one(api, resource_type, call.condition("if-none-exist"))
        if there is not None:
            _demand_reached(call, "r", there)
            return _written(api, call, 200, there)
    _admit(api, call, "create", resource, None)
    _demand_not_duplicate(api, resource)
    stored = api.store.put({**resource, "id": new_id or api.store.new_id()}, method="POST")
    return _written(api, call, 201, stored)


def update(api: Api, call: Call, resource_type: str, resource_id: str) -> Reply:
    """Store a resource as the next version under an id, or as its first where the mode allows that."""
    api.mode.demand(resource_type, "update")
    call.access.demand("u", resource_type)
    resource = _incoming(call, resource_type)
    if resource.get("id") != resource_id:
        raise Refused(
            400, "invariant", "The id in the body must be the id in the URL.", where=f"{resource_type}.id"
        )
    return _replace(api, call, resource)


def update_by_condition(api: Api, call: Call, resource_type: str) -> Reply:
    """Update the one resource that the search names, or create it (http.html 3.1.0.4.3)."""
    api.mode.demand(resource_type, "update")
    api.mode.demand_conditional("update")
    call.access.demand("u", resource_type)
    resource = _incoming(call, resource_type)
    there = find_one(api, resource_type, call.query)
    if there is None:
        if "id" not in resource:
            return _create_unconditionally(api, call, resource_type)
        if api.store.find(resource_type, str(resource["id"])):
            raise Refused(409, "conflict", "The id in the body is that of a resource that does not match.")
        return _replace(api, call, resource)
    if resource.get("id", there.id) != there.id:
        raise Refused(400, "invariant", "The id in the body is not that of the resource that matches.")
    return _replace(api, call, {**resource, "id": there.id})


def patch(api: Api, call: Call, resource_type: str, resource_id: str) -> Reply:
    """Change a resource by a JSON Patch."""
    api.mode.demand(resource_type, "patch")
    call.access.demand("u", resource_type)
    before = api.store.read(resource_type, resource_id)
    _demand_reached(call, "u", before)
    patched = apply_patch(before.resource, call.body)
    if patched.get("id") != resource_id or patched.get("resourceType") != resource_type:
        raise Refused(422, "invariant", "A patch cannot change the type or the id.")
    return _replace(api, call.with_(body=patched), make_relative(patched, call.base), method="PATCH")


def patch_by_condition(api: Api, call: Call, resource_type: str) -> Reply:
    """Patch the one resource that the search names."""
    api.mode.demand(resource_type, "patch")
    api.mode.demand_conditional("update")
    there = find_one(api, resource_type, call.query)
    if there is None:
        raise Refused(404, "not-found", f"No {resource_type} matches the condition.")
    return patch(api, call, resource_type, there.id)


def delete(api: Api, call: Call, resource_type: str, resource_id: str) -> Reply:
    """Delete a resource; what never was, or is gone already, is no failure."""
    api.mode.demand(resource_type, "delete")
    call.access.demand("d", resource_type)
    before = api.store.find(resource_type, resource_id)
    demand_version(call, before)
    if before is not None and before.body is not None:
        _demand_reached(call, "d", before)
    gone = api.store.delete(resource_type, resource_id)
    return Reply(204, None, {"ETag": gone.etag} if gone else {})


def delete_by_condition(api: Api, call: Call, resource_type: str) -> Reply:
    """Delete the one resource that the search names; several are refused (``conditionalDelete: single``)."""
    api.mode.demand(resource_type, "delete")
    api.mode.demand_conditional("delete")
    there = find_one(api, resource_type, call.query)
    return delete(api, call, resource_type, there.id) if there else Reply(204)


def _incoming(call: Call, resource_type: str) -> dict[str, Any]:
    resource = expect_resource(call.body)
    if resource["resourceType"] != resource_type:
        raise Refused(400, "invariant", f"The body is no {resource_type}.", where="resourceType")
    return make_relative(resource, call.base)


def _admit(
    api: Api, call: Call, interaction: str, resource: dict[str, Any], before: dict[str, Any] | None
) -> None:
    permission = "c" if interaction == "create" else "u"
    if not call.access.may(permission, resource) or (before and not call.access.may(permission, before)):
        raise Refused(403, "forbidden", f"The granted scopes do not reach this {resource['resourceType']}.")
    api.mode.check(interaction, resource, before, call.access.user_ref)


def _demand_reached(call: Call, permission: str, version: Version) -> None:
    if not call.access.may(permission, version.resource):
        raise Refused(403, "forbidden", f"The granted scopes do not reach this {version.type}.")


def _demand_not_duplicate(api: Api, resource: dict[str, Any]) -> None:
    status = api.mode.duplicate_status
    if status is None or resource["resourceType"] != "DocumentReference":
        return
    for identifier in walk(resource, "identifier"):
        if not isinstance(identifier, dict):
            continue
        token = f"{identifier.get('system', '')}|{identifier.get('value', '')}"
        if find_by_condition(api, "DocumentReference", [("identifier", token)]):
            raise Refused(
                status,
                "duplicate",
                "A document with this identifier is there.",
                details_code=api.mode.duplicate_number,
            )


def _create_unconditionally(api: Api, call: Call, resource_type: str) -> Reply:
    headers = {name: value for name, value in call.headers.items() if name != "if-none-exist"}
    return create(api, call.with_(headers=headers), resource_type)


def _replace(api: Api, call: Call, resource: dict[str, Any], *, method: str = "PUT") -> Reply:
    resource_type, resource_id = resource["resourceType"], resource["id"]
    if not isinstance(resource_id, str) or not ID_FORM.fullmatch(resource_id):
        raise Refused(
            400, "value", "An id has 1 to 64 letters, digits, hyphens and dots.", where=f"{resource_type}.id"
        )
    before = api.store.find(resource_type, resource_id)
    is_new = before is None or before.body is None
    if before is None and not api.mode.update_creates:
        raise Refused(405, "not-supported", "This server does not create by update.")
    if api.mode.update_needs_if_match and "if-match" not in call.headers:
        raise Refused(400, "required", "An update needs If-Match.")
    demand_version(call, before)
    _admit(api, call, "update", resource, None if is_new or before is None else before.resource)
    return _written(api, call, 201 if is_new else 200, api.store.put(resource, method=method))


def _written(api: Api, call: Call, status: int, version: Version) -> Reply:
    headers = version_headers(version) | {"Location": location(call.base, version)}
    wanted = call.preferences.get("return")
    if wanted == "minimal" or (wanted is None and api.mode.created_body == "empty"):
        return Reply(status, None, headers)
    if wanted == "OperationOutcome":
        return Reply(status, make_outcome("information", "informational", "Stored."), headers)
    return Reply(status, version.resource, headers)
