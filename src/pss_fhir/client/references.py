"""References to the client's own server, in the one form the rest of the program compares."""

from __future__ import annotations

from typing import Any


def make_relative(resource: dict[str, Any], base_url: str) -> dict[str, Any]:
    """The same resource, changed in place: ``<base>/Patient/1`` in a reference becomes ``Patient/1``.

    FHIR R4 "references.html#literal" lets a server write either; both mean the same record. References
    to other servers, to contained resources and URNs stay as they are.
    """
    prefix = f"{base_url}/"
    pending: list[Any] = [resource]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            reference = value.get("reference")
            if isinstance(reference, str) and reference.startswith(prefix):
                value["reference"] = reference.removeprefix(prefix)
            pending.extend(value.values())
    return resource
