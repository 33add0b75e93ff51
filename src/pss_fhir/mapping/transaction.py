"""Resources as one transaction, which a server can be given twice without holding anything twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from pss_fhir.mapping.parts import Json
from pss_fhir.mapping.surroundings import urns_of
from pss_fhir.r4.references import ref_of
from pss_fhir.r4.systems import URI


def transaction_of(resources: Iterable[Mapping[str, Any]]) -> Json:
    """A transaction Bundle: a resource with an id is put there, one without is created once.

    Created once means that the server looks for the ``urn:uuid`` identifier first (``ifNoneExist``); the
    other entries refer to such a resource by it.
    """
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [_entry(resource) for resource in resources],
    }


def _entry(resource: Mapping[str, Any]) -> Json:
    if ref := ref_of(resource):
        return {"resource": resource, "request": {"method": "PUT", "url": ref}}
    request = {"method": "POST", "url": resource["resourceType"]}
    urns = urns_of(resource)
    if not urns:
        return {"resource": resource, "request": request}
    request["ifNoneExist"] = f"identifier={quote(f'{URI}|{urns[0]}', safe='')}"
    return {"fullUrl": urns[0], "resource": resource, "request": request}
