"""read, vread and history."""

from __future__ import annotations

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.call import Call, Reply, version_headers
from pss_fhir.sandbox.rest.conditions import is_unchanged
from pss_fhir.sandbox.store.resources import Version, instant

_STATUS = {"POST": "201 Created", "PUT": "200 OK", "PATCH": "200 OK", "DELETE": "204 No Content"}


def read(api: Api, call: Call, resource_type: str, resource_id: str) -> Reply:
    """The newest version of a resource, or 304 if the caller has it."""
    api.mode.demand(resource_type, "read")
    call.access.demand("r", resource_type)
    version = api.store.read(resource_type, resource_id)
    return _show(call, version)


def vread(api: Api, call: Call, resource_type: str, resource_id: str, version_id: str) -> Reply:
    """One version of a resource."""
    api.mode.demand(resource_type, "vread")
    call.access.demand("r", resource_type)
    return _show(call, api.store.read_version(resource_type, resource_id, version_id))


def _show(call: Call, version: Version) -> Reply:
    if not call.access.may("r", version.resource):
        raise Refused(403, "forbidden", f"The granted scopes do not reach this {version.type}.")
    if is_unchanged(call, version):
        return Reply(304, None, version_headers(version))
    return Reply(200, version.resource, version_headers(version))


def history(api: Api, call: Call, resource_type: str, resource_id: str | None = None) -> Reply:
    """Every version of a resource or of a type, newest first, as one Bundle of type history.

    Only versions that the caller may read are in it. A deletion is there when the version before it
    may be read.
    """
    api.mode.demand(resource_type, "history-instance" if resource_id else "history-type")
    call.access.demand("r", resource_type)
    versions = api.store.history(resource_type, resource_id)
    if resource_id and not versions:
        raise Refused(404, "not-found", f"There is no {resource_type} with this id.")
    count = dict(call.query).get("_count", "")
    readable = {
        version.id
        for version in versions
        if version.body is not None and call.access.may("r", version.resource)
    }
    shown = [version for version in versions if version.id in readable]
    page = shown[: int(count)] if count.isdecimal() else shown
    return Reply(
        200,
        {
            "resourceType": "Bundle",
            "type": "history",
            "timestamp": instant(api.clock.now()),
            "total": len(shown),
            "link": [{"relation": "self", "url": "/".join((call.base, *call.path))}],
            "entry": [_history_entry(call.base, version) for version in page],
        },
    )


def _history_entry(base: str, version: Version) -> dict[str, object]:
    status = _STATUS[version.method] if version.version > 1 or version.body is None else "201 Created"
    entry: dict[str, object] = {
        "fullUrl": f"{base}/{version.ref}",
        "request": {
            "method": version.method,
            "url": version.type if version.method == "POST" else version.ref,
        },
        "response": {"status": status, "etag": version.etag, "lastModified": version.at},
    }
    if version.body is not None:
        entry["resource"] = version.resource
    return entry
