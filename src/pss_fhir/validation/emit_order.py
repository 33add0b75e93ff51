"""The order in which generated code asks for names: the frequent ones first."""

from __future__ import annotations

_FREQUENT = (
    "reference", "system", "code", "coding", "display", "value", "text", "status", "id", "resourceType",
    "identifier", "subject", "category", "type", "meta", "encounter", "use", "unit", "start", "end",
    "period", "effectiveDateTime", "div", "valueQuantity", "url", "profile", "lastUpdated", "performer",
    "security", "name", "interpretation", "referenceRange", "low", "high", "component", "issued",
    "reasonCode", "recordedDate", "clinicalStatus", "verificationStatus", "extension", "individual",
    "patient", "actor", "participant", "class", "intent", "authoredOn", "requester",
    "medicationCodeableConcept", "dosageInstruction", "onsetDateTime", "location", "serviceProvider",
    "reasonReference", "valueCodeableConcept", "valueString", "valueCoding", "family", "given",
    "telecom", "address", "line", "city", "state", "postalCode", "country", "gender", "birthDate",
    "timing", "repeat", "doseAndRate", "contentType", "data", "date", "author", "custodian", "content",
    "attachment", "result", "context", "entry", "resource", "fullUrl", "request", "item", "linkId",
    "answer", "description", "priority", "recorder", "basedOn", "dosage", "vaccineCode",
    "occurrenceDateTime", "versionId",
)  # fmt: skip
"""JSON names by how often they stand in synthetic clinical data (carebundle, clinosim) and US Core's
examples."""

_RANK = {name: order for order, name in reversed(list(enumerate(_FREQUENT)))}
_RARE = frozenset({"id", "extension", "modifierExtension"})
"""What every type may have and only a resource has often."""


def rank(name: str, *, is_needed: bool, is_resource: bool) -> tuple[bool, bool, int]:
    """Where a name of an object stands by frequency.

    What must be there comes first; then names by how often they are seen, those not listed last, but for the
    underscored ones after all others.

    Args:
        name: JSON name.
        is_needed: whether the definition demands it.
        is_resource: whether the object is a resource.
    """
    is_seldom = name[0] == "_" or (name in _RARE and not is_resource)
    return not is_needed, not is_needed and is_seldom, _RANK.get(name, len(_FREQUENT) + (name[0] == "_"))
