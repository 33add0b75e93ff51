"""SARIF 2.1.0 for code hosts; results first, the rules that they name at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import orjson

from pss_fhir import __version__
from pss_fhir.issues import Issue, Severity, code_book
from pss_fhir.validation.batch import Outcome
from pss_fhir.validation.summary import Summary

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}


class SarifWriter:
    """Findings as annotations on files."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._codes: dict[str, None] = {}
        stream.write(
            b'{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":['
        )

    def write(self, outcome: Outcome) -> None:
        """One result per finding."""
        for issue in outcome.issues:
            self._result(issue)

    def finish(self, not_checked: Sequence[Issue], summary: Summary) -> None:  # noqa: ARG002 - counts are the reader's
        """The notes, then the tool and its rules."""
        for issue in not_checked:
            self._result(issue)
        book = code_book()
        rules = [
            {
                "id": code,
                "shortDescription": {"text": code},
                "fullDescription": {"text": book[code].long},
                "help": {"text": book[code].fix},
            }
            for code in self._codes
        ]
        tool = {"driver": {"name": "pss-fhir", "version": __version__, "rules": rules}}
        self._stream.write(b'\n],"tool":' + orjson.dumps(tool) + b"}]}\n")

    def _result(self, issue: Issue) -> None:
        separator = b",\n" if self._codes else b"\n"
        self._codes[issue.code] = None
        result: dict[str, Any] = {
            "ruleId": issue.code,
            "level": _LEVELS[issue.severity],
            "message": {"text": str(issue)},
        }
        if issue.file is not None:
            region = {"startLine": issue.line or 1}
            if issue.column is not None:
                region["startColumn"] = issue.column
            location: dict[str, Any] = {
                "physicalLocation": {"artifactLocation": {"uri": issue.file}, "region": region}
            }
            if issue.path is not None:
                location["logicalLocations"] = [{"fullyQualifiedName": issue.path}]
            result["locations"] = [location]
        self._stream.write(separator + orjson.dumps(result))
