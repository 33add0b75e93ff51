"""Peer support services on FHIR R4.

The names below are the stable interface; each is loaded on first use, so that importing the
package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pss_fhir.compliance import audit
    from pss_fhir.issues import Issue, Severity
    from pss_fhir.mapping import from_fhir, to_fhir
    from pss_fhir.validation import Validator

__version__ = "0.1.0"

__all__ = ["Issue", "Severity", "Validator", "__version__", "audit", "from_fhir", "to_fhir"]

_HOME = {
    "Issue": "pss_fhir.issues",
    "Severity": "pss_fhir.issues",
    "Validator": "pss_fhir.validation",
    "audit": "pss_fhir.compliance",
    "from_fhir": "pss_fhir.mapping",
    "to_fhir": "pss_fhir.mapping",
}


def __getattr__(name: str) -> Any:
    """The public name, imported on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'pss_fhir' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
