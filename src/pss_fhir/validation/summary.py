"""Counts of a run, by severity, by code and by profile."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pss_fhir.issues import Severity
from pss_fhir.validation.batch import Outcome


@dataclass(slots=True)
class Summary:
    """What a run found.

    Attributes:
        resources: texts that were validated, readable or not.
        with_findings: those about which anything was found.
        unreadable: those that could not be read as JSON.
        severities: findings by severity.
        codes: findings by (code, profile).
    """

    resources: int = 0
    with_findings: int = 0
    unreadable: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.resources += outcome.texts
        self.with_findings += bool(outcome.issues)
        self.unreadable += any(issue.code in UNREADABLE for issue in outcome.issues)
        for issue in outcome.issues:
            self.severities[issue.severity] += 1
            self.codes[issue.code, issue.profile or ""] += 1

    def lines(self) -> list[str]:
        """The summary in words, most frequent first."""
        counts = ", ".join(
            _counted(self.severities[each], each) for each in Severity if self.severities[each]
        )
        resources = f"{self.resources:,} resource{'' if self.resources == 1 else 's'}"
        found = [f"{resources}, {self.with_findings:,} with findings: {counts or 'clean'}"]
        width = max((len(code) for code, _ in self.codes), default=0)
        for (code, profile), count in sorted(self.codes.items(), key=lambda each: (-each[1], each[0])):
            found.append(f"{count:>9,}  {code:<{width}}  {profile}".rstrip())
        return found


def _counted(count: int, severity: Severity) -> str:
    plural = count != 1 and severity is not Severity.INFORMATION
    return f"{count:,} {severity.value}{'s' if plural else ''}"


UNREADABLE = frozenset(
    {
        "input.unreadable",
        "input.not-utf8",
        "input.not-json",
        "input.not-an-object",
        "input.too-deep",
        "input.too-large",
        "input.truncated",
        "input.number-inexact",
    }
)
"""Codes that say: this could not be read, so nothing else is known of it."""
