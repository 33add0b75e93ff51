"""How many examples a property test tries: few by default, as many as ``PSS_FHIR_EXAMPLES`` says."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def calm(few: int) -> settings:
    """Settings that try so many examples, or those of the environment; drawing a note takes its time."""
    return settings(
        max_examples=int(os.environ.get("PSS_FHIR_EXAMPLES", few)),
        suppress_health_check=[HealthCheck.too_slow],
    )
