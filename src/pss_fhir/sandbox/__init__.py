"""An embedded EHR for newcomers, demonstrations and fast tests.

Written from the specifications (FHIR R4, SMART App Launch 2.2, the OAuth RFCs), never from the
project's own client, so that a misreading cannot sit on both sides of a test.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pss_fhir.sandbox.inprocess import InProcessTransport
    from pss_fhir.sandbox.modes.mode import MODE_NAMES
    from pss_fhir.sandbox.sandbox import Sandbox, create_sandbox

__all__ = ["MODE_NAMES", "InProcessTransport", "Sandbox", "create_sandbox"]

_HOME = {
    "InProcessTransport": "pss_fhir.sandbox.inprocess",
    "MODE_NAMES": "pss_fhir.sandbox.modes.mode",
    "Sandbox": "pss_fhir.sandbox.sandbox",
    "create_sandbox": "pss_fhir.sandbox.sandbox",
}


def __getattr__(name: str) -> Any:
    """The public name, imported on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'pss_fhir.sandbox' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
