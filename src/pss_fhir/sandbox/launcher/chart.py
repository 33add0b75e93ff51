"""What is filed in a chart, for a person to look at."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.engine import find_matches
from pss_fhir.sandbox.search.query import read_query
from pss_fhir.sandbox.store.resources import ResourceStore, Version

_SHOWN = {"DocumentReference": "Note", "QuestionnaireResponse": "Form", "Communication": "Message"}


def list_documents(store: ResourceStore, patient_ref: str) -> list[dict[str, str]]:
    """Notes, forms and messages of a client, newest first, as a person reads them."""
    found: list[dict[str, str]] = []
    for resource_type in _SHOWN:
        query = read_query(resource_type, [("patient", patient_ref)])
        found += [_line(version) for version in find_matches(store, query, lambda _: True)]
    return sorted(found, key=lambda line: line["at"], reverse=True)


def show_document(store: ResourceStore, resource_type: str, resource_id: str) -> dict[str, Any] | None:
    """One of them with its ``text``, None if there is none or it is of another kind."""
    if resource_type not in _SHOWN:
        return None
    try:
        version = store.read(resource_type, resource_id)
    except Refused:
        return None
    return {**_line(version), "text": _text(version.resource)}


def _line(version: Version) -> dict[str, str]:
    resource = version.resource
    period = resource.get("context", {}).get("period", {})
    return {
        "path": version.ref,
        "kind": _SHOWN[version.type],
        "title": _title(resource),
        "status": resource.get("docStatus") or resource.get("status", ""),
        "at": period.get("start") or resource.get("authored") or resource.get("sent") or version.at,
        "stored": version.at,
    }


def _title(resource: dict[str, Any]) -> str:
    concept = resource.get("type", {})
    shown = (coding.get("display", "") for coding in concept.get("coding", []))
    return str(concept.get("text") or next((text for text in shown if text), resource["resourceType"]))


def _text(resource: dict[str, Any]) -> str:
    if resource["resourceType"] == "QuestionnaireResponse":
        return "\n".join(_answers(resource.get("item", [])))
    if resource["resourceType"] == "Communication":
        return "\n".join(part.get("contentString", "") for part in resource.get("payload", []))
    attachment: dict[str, str] = next(
        (part.get("attachment", {}) for part in resource.get("content", [])), {}
    )
    if not attachment.get("contentType", "").startswith("text/plain"):
        return f"({attachment.get('contentType', 'no content')}: not shown here)"
    try:
        return base64.b64decode(attachment.get("data", ""), validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return "(the content cannot be read)"


def _answers(items: list[dict[str, Any]]) -> list[str]:
    lines = []
    for item in items:
        values = [
            str(value.get("display") or value.get("code") or value) if isinstance(value, dict) else str(value)
            for answer in item.get("answer", [])
            for name, value in answer.items()
            if name.startswith("value")
        ]
        if item.get("text") or values:
            lines.append(f"{item.get('text') or item.get('linkId', '')}: {', '.join(values)}".rstrip(": "))
        lines += _answers(item.get("item", []))
    return lines
