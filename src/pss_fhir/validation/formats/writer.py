"""What every format offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pss_fhir.issues import Issue
from pss_fhir.validation.batch import Outcome
from pss_fhir.validation.summary import Summary


class Writer(Protocol):
    """Writes findings to a binary stream as they come; nothing is kept that grows with the input."""

    def write(self, outcome: Outcome) -> None:
        """Write what was found about one resource."""
        ...

    def finish(self, not_checked: Sequence[Issue], summary: Summary) -> None:
        """Write what comes after the last resource."""
        ...
