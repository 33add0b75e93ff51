"""Narratives of resources."""

from __future__ import annotations

from typing import Any

from pss_fhir.validation.visit import Visit
from pss_fhir.validation.xhtml import narrative_fault


def check_narrative(visit: Visit, resource: dict[str, Any], path: str) -> None:
    """Report a narrative that breaks the rules for XHTML in FHIR."""
    text = resource.get("text")
    div = text.get("div") if isinstance(text, dict) else None
    if isinstance(div, str) and div:
        fault = narrative_fault(div)
        if fault is not None:
            visit.report("validate.narrative", f"{path}.text.div", problem=fault)
