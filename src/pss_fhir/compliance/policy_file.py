"""One policy file: its records with the lines they stand on, and everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self, TypeVar

from pydantic import BaseModel, Field, ValidationError, model_validator

from pss_fhir.compliance.payers import Payer
from pss_fhir.compliance.record_faults import faults_of
from pss_fhir.compliance.rule import RULE_ID, InForce, Rule
from pss_fhir.domain.record import Record, Text
from pss_fhir.issues import Issue, Severity, make_issue

M = TypeVar("M", bound=BaseModel)

_TABLES = ("rule", "override", "payer", "holidays")


class Override(Record):
    """What an agency changes about a rule from a day: what its text leaves open, or what somebody verified.

    Attributes:
        rule: id of the rule.
        in_force: days of service for which the change holds.
        verified_by: who read the rule in the document itself, with document and day.
        is_off: whether the rule is switched off; only for rules of the agency layer.
    """

    rule: str = Field(pattern=RULE_ID)
    in_force: InForce = InForce()
    severity: Severity | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    verified_by: Text | None = None
    is_off: bool = False
    note: Text | None = None


class HolidayYear(Record):
    """The holidays of one year."""

    year: int = Field(ge=2000, le=2199)
    days: tuple[date, ...]

    @model_validator(mode="after")
    def _days_lie_in_the_year(self) -> Self:
        stray = next((day for day in self.days if day.year != self.year), None)
        if stray is not None:
            raise ValueError(f"days: {stray} is no day of {self.year}")
        return self


@dataclass(frozen=True)
class Placed:
    """Where a record stands."""

    file: str
    line: int

    def at(self, issue: Issue) -> Issue:
        """The issue, placed here."""
        return issue.at(file=self.file, line=self.line)


@dataclass
class PolicyFile:
    """What one file holds.

    Attributes:
        name: the file as it is named in findings.
        is_extra: whether an agency gave it, as against the files of the package.
        issues: everything wrong with it so far.
    """

    name: str
    is_extra: bool
    rules: list[tuple[Rule, Placed]] = field(default_factory=list)
    overrides: list[tuple[Override, Placed]] = field(default_factory=list)
    payers: list[Payer] = field(default_factory=list)
    holidays: list[HolidayYear] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_policy_file(name: str, content: bytes, *, is_extra: bool) -> PolicyFile:
    """What a file holds; faults become its ``issues``, nothing is raised."""
    file = PolicyFile(name, is_extra)
    try:
        text = content.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as failed:
        line = content[: failed.start].count(b"\n") + 1
        file.issues.append(make_issue("rules.unreadable", reason="it is not UTF-8").at(file=name, line=line))
        return file
    except tomllib.TOMLDecodeError as failed:
        found = re.search(r"line (\d+), column (\d+)", str(failed))
        place = {"line": int(found[1]), "column": int(found[2])} if found else {}
        reason = re.sub(r" \(at .*\)$", "", str(failed)).lower()
        file.issues.append(make_issue("rules.unreadable", reason=reason).at(file=name, **place))
        return file
    lines = text.splitlines()
    for unknown in sorted(set(data) - set(_TABLES)):
        file.issues.append(
            _invalid(
                f"[{unknown}]", unknown, "no such table; there are rule, override, payer, holidays", name, 1
            )
        )
    _read_tables(file, data, lines)
    return file


def _read_tables(file: PolicyFile, data: dict[str, Any], lines: Sequence[str]) -> None:
    for rule, placed in _records(file, data, lines, "rule", Rule):
        file.rules.append((rule, placed))
    for override, placed in _records(file, data, lines, "override", Override):
        file.overrides.append((override, placed))
    file.payers = [payer for payer, _ in _records(file, data, lines, "payer", Payer)]
    file.holidays = [year for year, _ in _records(file, data, lines, "holidays", HolidayYear)]


def _records(
    file: PolicyFile, data: dict[str, Any], lines: Sequence[str], table: str, model: type[M]
) -> list[tuple[M, Placed]]:
    entries = data.get(table, [])
    if not isinstance(entries, list):
        file.issues.append(_invalid(table, table, f"write it as [[{table}]]", file.name, 1))
        return []
    starts = [number for number, line in enumerate(lines, 1) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]
    found = []
    for index, entry in enumerate(entries):
        start = starts[index] if index < len(starts) else 1
        end = starts[index + 1] if index + 1 < len(starts) else len(lines) + 1
        try:
            found.append((model.model_validate(entry), Placed(file.name, start)))
        except ValidationError as failed:
            label = str(entry.get("id") or entry.get("rule") or entry.get("key") or f"{table} {index + 1}")
            for path, reason in faults_of(failed):
                line = _line_of(path[0], lines, start, end) if path else start
                file.issues.append(_invalid(label, ".".join(path) or "record", reason, file.name, line))
    return found


def _line_of(part: str, lines: Sequence[str], start: int, end: int) -> int:
    """The line on which a part of a record is written, or the record's first line where it is missing."""
    pattern = re.compile(rf"\s*(\[+\s*\w+\.)?{re.escape(part)}\s*(=|\.|\])")
    for number in range(start, end):
        if pattern.match(lines[number - 1]):
            return number
    return start


def _invalid(record: str, part: str, reason: str, file: str, line: int) -> Issue:
    return make_issue("rules.record-invalid", record=record, part=part, reason=reason).at(
        file=file, line=line
    )
