"""Snapshots without documentation that other validators can still work with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pss_fhir.definitions.slim import slim

FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"


def lean_snapshot(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The snapshot with what validation reads, ours and that of others.

    Ours does without the FHIR type of ``id`` and ``url``, whose types are FHIRPath's; HL7's validator asks
    for it. R4 wants ElementDefinition.base whole.
    """
    pairs = zip(slim(definition)["snapshot"]["element"], definition["snapshot"]["element"], strict=True)
    return {"element": [_readable_by_others(*pair) for pair in pairs]}


def _readable_by_others(lean: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(lean)
    if "base" in whole:
        found["base"] = whole["base"]
    if "type" in whole:
        found["type"] = [_typed(*pair) for pair in zip(lean["type"], whole["type"], strict=True)]
    return found


def _typed(lean: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    named = [each for each in whole.get("extension", ()) if each["url"] == FHIR_TYPE]
    return lean | {"extension": named} if named else lean
