"""``file:line:column: severity: where: message [code]``, one finding a line, then the summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from pss_fhir.issues import Issue
from pss_fhir.validation.batch import Outcome
from pss_fhir.validation.summary import Summary


class TextWriter:
    """Findings for people."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, outcome: Outcome) -> None:
        """One line per finding."""
        for issue in outcome.issues:
            place = ":".join(str(part) for part in (issue.file, issue.line, issue.column) if part is not None)
            self._line(f"{place}: {issue.severity.value}: {issue}")

    def finish(self, not_checked: Sequence[Issue], summary: Summary) -> None:
        """What was not checked, then the counts."""
        for issue in not_checked:
            self._line(f"{issue.severity.value}: {issue}")
        for line in summary.lines():
            self._line(line)

    def _line(self, text: str) -> None:
        self._stream.write(text.encode() + b"\n")
