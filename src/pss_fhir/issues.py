"""Issue, the single finding type, and the book of codes that says what each one means.

Every code stands in ``codes/<area>.toml``: ``severity``, ``message`` (a template with named
fields), ``long`` (what ``pss-fhir explain`` prints), ``fix`` and ``source``. Codes are never
renamed or reused; a retired one keeps its entry with ``retired = true``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Severity(StrEnum):
    """How much a finding matters, worst first; the words are FHIR's IssueSeverity."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for information."""
        return list(Severity).index(self)


class Issue(NamedTuple):  # a frozen dataclass takes five times as long to make, and findings may be millions
    """One finding about data; ``_replace`` gives the same with other values.

    Attributes:
        severity: error, warning or information.
        code: ``area.what-is-wrong``; ``pss-fhir explain CODE`` prints its long form.
        message: what is so, what was needed, what to do. Holds no value that belongs to a person.
        path: FHIRPath expression of the element, indexes included (``Encounter.type[1].coding[0].code``).
        resource: ``Type/id`` of the resource, or ``Type`` where it has no id.
        profile: canonical|version of the profile that asked for it.
        source: the document or specification behind the demand.
        file: the file's name as given by the caller, or None.
        line: 1-based line in that file, or None.
        column: 1-based column in that line, or None.
    """

    severity: Severity
    code: str
    message: str
    path: str | None = None
    resource: str | None = None
    profile: str | None = None
    source: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None

    def at(self, *, file: str | None = None, line: int | None = None, column: int | None = None) -> Issue:
        """The same finding, placed in a file."""
        return self._replace(file=file, line=line, column=column)

    def to_json(self) -> dict[str, Any]:
        """The finding as ``--format ndjson`` prints it; ``column`` is there only when known."""
        found: dict[str, Any] = {
            "file": self.file,
            "line": self.line,
            "resource": self.resource,
            "severity": self.severity.value,
            "code": self.code,
            "path": self.path,
            "message": self.message,
            "profile": self.profile,
            "source": self.source,
        }
        if self.column is not None:
            found["column"] = self.column
        return found

    def __str__(self) -> str:
        """``where: message [code]``."""
        where = " ".join(part for part in (self.resource, self.path) if part)
        return f"{where}: {self.message} [{self.code}]" if where else f"{self.message} [{self.code}]"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """What the code book says of one code."""

    code: str
    severity: Severity
    message: str
    long: str
    fix: str
    source: str | None = None
    retired: bool = False


_CODES = Path(__file__).parent / "codes"


@cache
def code_book() -> Mapping[str, CodeEntry]:
    """Every issue and error code with its entry, in the order of the files."""
    areas = sorted(file.stem for file in _CODES.glob("*.toml"))
    return {code: entry for area in areas for code, entry in _area(area).items()}


@cache
def _entry(code: str) -> CodeEntry:
    """The entry of one code; only its own file is read, since the first finding should not wait for all."""
    return _area(code.partition(".")[0])[code]


@cache
def _area(area: str) -> Mapping[str, CodeEntry]:
    file = _CODES / f"{area}.toml"
    entries = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {
        f"{area}.{name}": CodeEntry(
            code=f"{area}.{name}",
            severity=Severity(entry["severity"]),
            message=entry["message"],
            long=entry["long"],
            fix=entry["fix"],
            source=entry.get("source"),
            retired=entry.get("retired", False),
        )
        for name, entry in entries.items()
    }


def make_issue(
    code: str,
    *,
    severity: Severity | None = None,
    path: str | None = None,
    resource: str | None = None,
    profile: str | None = None,
    source: str | None = None,
    **fields: object,
) -> Issue:
    """An Issue whose message is the code's template filled with ``fields``.

    Args:
        code: a code of the code book.
        severity: given only where the caller knows better than the code book's default.
        path: FHIRPath expression of the element.
        resource: ``Type/id``.
        profile: canonical|version.
        source: given only where it differs from the code book's.
        **fields: what the template names; ids, paths, counts and dates only, never a person's data.

    Raises:
        KeyError: the code is not in the book, or the template names a field that was not given.
    """
    entry = _entry(code)
    message = entry.message.format_map(fields)
    return Issue(severity or entry.severity, code, message, path, resource, profile, source or entry.source)


def message_for(code: str, **fields: object) -> str:
    """The message of a code, filled in; for an exception that says what the code book says.

    Raises:
        KeyError: the code is not in the book, or the template names a field that was not given.
    """
    return _entry(code).message.format_map(fields)
