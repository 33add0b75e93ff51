"""JUnit XML for CI: one test case per resource with findings, errors as failures."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from html import escape  # xml.sax.saxutils says the same and brings the whole of urllib with it
from typing import IO

from pss_fhir.issues import Issue, Severity
from pss_fhir.validation.batch import Outcome
from pss_fhir.validation.summary import Summary

_SPOOLED_BYTES = 1 << 20


class JunitWriter:
    """Findings as CI servers show them; cases wait in a temporary file, since their count comes first."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._cases = tempfile.SpooledTemporaryFile(max_size=_SPOOLED_BYTES)  # noqa: SIM115 - closed in finish
        self._failed = 0

    def write(self, outcome: Outcome) -> None:
        """One test case, when there is something to tell."""
        if not outcome.issues:
            return
        resource = next((issue.resource for issue in outcome.issues if issue.resource), "resource")
        name = f"{resource} line {outcome.line}" if outcome.line is not None else resource
        has_errors = any(issue.severity is Severity.ERROR for issue in outcome.issues)
        self._failed += has_errors
        told = "\n".join(f"{issue.severity.value}: {issue}" for issue in outcome.issues)
        first = _attribute(outcome.issues[0].code)
        body = (
            f"<failure type={first}>{_text(told)}</failure>"
            if has_errors
            else f"<system-out>{_text(told)}</system-out>"
        )
        case = f"<testcase classname={_attribute(outcome.file)} name={_attribute(name)}>{body}</testcase>\n"
        self._cases.write(case.encode())

    def finish(self, not_checked: Sequence[Issue], summary: Summary) -> None:
        """The suite with its counts around the cases."""
        head = f'<testsuite name="pss-fhir validate" tests="{summary.resources}" failures="{self._failed}">\n'
        self._stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n' + head.encode())
        self._cases.seek(0)
        while chunk := self._cases.read(_SPOOLED_BYTES):
            self._stream.write(chunk)
        self._cases.close()
        notes = "\n".join(str(issue) for issue in not_checked)
        self._stream.write(f"<system-out>{_text(notes)}</system-out>\n</testsuite>\n".encode())


def _attribute(told: str) -> str:
    """The text in quotes; line ends and tabs would be read as spaces if they stood there as they are."""
    quoted = _text(told, is_quoted=True)
    return '"' + quoted.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;") + '"'


def _text(told: str, *, is_quoted: bool = False) -> str:
    """Text for XML, which has no control characters but tab and line ends."""
    shown = "".join(char if char >= " " or char in "\t\n\r" else "�" for char in told)
    return escape(shown, quote=is_quoted)
