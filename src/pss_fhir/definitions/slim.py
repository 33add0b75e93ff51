"""What validation needs of a definition; narrative, mappings and comments are left out of the wheel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ENCUMBERED = (
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://www.ama-assn.org/go/cpt",
    "http://nucc.org/provider-taxonomy",
    "https://codesystem.x12.org",
    "https://www.nubc.org",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://hl7.org/fhir/sid/cvx",
    "http://hl7.org/fhir/sid/icd-10-cm",
)
"""Systems whose content keeps its own terms: of them only short lists of codes are carried, no names."""

MAX_ENCUMBERED_CODES = 64

_ELEMENT_KEYS = (
    "id",
    "path",
    "sliceName",
    "slicing",
    "min",
    "max",
    "contentReference",
    "maxLength",
    "isModifier",
)
_STRUCTURE_KEYS = (
    "resourceType",
    "url",
    "version",
    "name",
    "status",
    "kind",
    "abstract",
    "context",
    "type",
    "baseDefinition",
    "derivation",
)
MAX_VALUE_SET = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"
"""Extension of a binding: the value set beyond which no code may be taken."""
_BEST_PRACTICE = "http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice"
_EVERYWHERE = ("ele-1", "ext-1")
"""Invariants that every element repeats; the validator checks them as structure."""


def slim(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition with only what validation reads."""
    kind = definition["resourceType"]
    if kind == "StructureDefinition":
        return _structure(definition)
    if kind == "ValueSet":
        return _value_set(definition)
    if kind == "CodeSystem":
        return _code_system(definition)
    return {key: value for key, value in definition.items() if key not in ("text", "meta", "contact")}


def _kept(source: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: source[key] for key in keys if key in source}


def _structure(definition: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(definition, _STRUCTURE_KEYS)
    if "snapshot" in definition:
        found["snapshot"] = {"element": [_element(element) for element in definition["snapshot"]["element"]]}
    return found


def _element(element: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(element, _ELEMENT_KEYS)
    if not found.get("isModifier"):
        found.pop("isModifier", None)
    if "base" in element:
        found["base"] = _kept(element["base"], ("path", "max"))
    for key, value in element.items():
        if key.startswith(("fixed", "pattern", "minValue", "maxValue")):
            found[key] = value
    if "type" in element:
        found["type"] = [
            _kept(each, ("code", "profile", "targetProfile", "aggregation")) for each in element["type"]
        ]
    if "slicing" in found:
        found["slicing"] = _kept(found["slicing"], ("discriminator", "ordered", "rules"))
    if "binding" in element:
        found["binding"] = _binding(element["binding"])
    constraints = [
        _constraint(each) for each in element.get("constraint", ()) if each["key"] not in _EVERYWHERE
    ]
    if constraints:
        found["constraint"] = constraints
    return found


def _binding(binding: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(binding, ("strength", "valueSet"))
    limits = [each for each in binding.get("extension", ()) if each["url"] == MAX_VALUE_SET]
    if limits:
        found["extension"] = limits
    return found


def _constraint(constraint: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(constraint, ("key", "severity", "human", "expression"))
    extensions = [each for each in constraint.get("extension", ()) if each["url"] == _BEST_PRACTICE]
    if extensions:
        found["extension"] = extensions
    return found


def _value_set(definition: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(definition, ("resourceType", "url", "version", "name", "status"))
    if "compose" in definition:
        compose = definition["compose"]
        found["compose"] = {
            part: [_include(each) for each in compose[part]]
            for part in ("include", "exclude")
            if part in compose
        }
    return found


def _include(include: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(include, ("system", "version", "valueSet", "filter"))
    concepts = include.get("concept")
    if concepts is not None:
        encumbered = str(include.get("system", "")).startswith(ENCUMBERED)
        if encumbered and len(concepts) > MAX_ENCUMBERED_CODES:
            found["filter"] = [
                {"property": "code", "op": "in", "value": "left out: the code system's own terms"}
            ]
        else:
            found["concept"] = [{"code": each["code"]} for each in concepts]
    return found


def _code_system(definition: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(
        definition,
        ("resourceType", "url", "version", "name", "status", "caseSensitive", "content", "hierarchyMeaning"),
    )
    if "concept" in definition:
        found["concept"] = [_concept(each) for each in definition["concept"]]
    return found


def _concept(concept: Mapping[str, Any]) -> dict[str, Any]:
    found = _kept(concept, ("code", "display"))
    designations = [each["value"] for each in concept.get("designation", ()) if "value" in each]
    if designations:
        found["designation"] = [{"value": value} for value in designations]
    parents = [
        {"code": each["code"], "valueCode": each["valueCode"]}
        for each in concept.get("property", ())
        if each.get("code") in ("subsumedBy", "parent") and "valueCode" in each
    ]
    if parents:
        found["property"] = parents
    if "concept" in concept:
        found["concept"] = [_concept(each) for each in concept["concept"]]
    return found
