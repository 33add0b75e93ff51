"""OperationOutcomes: one per resource with findings, one per line; a single "all ok" when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import orjson

from pss_fhir.issues import Issue
from pss_fhir.r4.outcome import outcome_of
from pss_fhir.validation.batch import Outcome
from pss_fhir.validation.summary import Summary

_FILE = "http://hl7.org/fhir/StructureDefinition/operationoutcome-file"
_LINE = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line"
_COLUMN = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-col"


class OutcomeWriter:
    """Findings as FHIR tells them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._has_written = False

    def write(self, outcome: Outcome) -> None:
        """One OperationOutcome, when there is something to tell."""
        if outcome.issues:
            self._write(_told(outcome))

    def finish(self, not_checked: Sequence[Issue], summary: Summary) -> None:  # noqa: ARG002 - counts are the reader's
        """What was not checked; "all ok" when nothing at all was told."""
        if not_checked or not self._has_written:
            self._write(outcome_of(not_checked))

    def _write(self, resource: dict[str, Any]) -> None:
        self._has_written = True
        self._stream.write(orjson.dumps(resource, option=orjson.OPT_APPEND_NEWLINE))


def _told(outcome: Outcome) -> dict[str, Any]:
    resource = outcome_of(outcome.issues)
    resource["extension"] = [{"url": _FILE, "valueString": outcome.file}]
    for told, issue in zip(resource["issue"], outcome.issues, strict=True):
        places = ((_LINE, issue.line), (_COLUMN, issue.column))
        extensions = [{"url": url, "valueInteger": number} for url, number in places if number is not None]
        if extensions:
            told["extension"] = extensions
    return resource
