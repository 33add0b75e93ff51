"""One JSON object per finding, one per line, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

import orjson

from pss_fhir.issues import Issue
from pss_fhir.validation.batch import Outcome
from pss_fhir.validation.summary import Summary


class NdjsonWriter:
    """Findings for programs."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, outcome: Outcome) -> None:
        """One object per finding."""
        for issue in outcome.issues:
            self._stream.write(orjson.dumps(issue.to_json(), option=orjson.OPT_APPEND_NEWLINE))

    def finish(self, not_checked: Sequence[Issue], summary: Summary) -> None:  # noqa: ARG002 - counts are the reader's
        """What was not checked, as findings of severity information."""
        for issue in not_checked:
            self._stream.write(orjson.dumps(issue.to_json(), option=orjson.OPT_APPEND_NEWLINE))
