"""Compare what HL7's validator and ours find, and say what is neither shared nor accepted.

Run: ``python -m tests.conformance.hl7.compare`` from the top of the repository; exit 1 when a difference is
not in ``accepted.toml``, or one that stands there is no more, 2 when Java, Maven or the FHIR packages are
not there.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from pss_fhir.issues import Issue
from pss_fhir.validation import Validator
from tests.conformance.hl7.corpus import Asked, asked
from tests.conformance.hl7.hl7_validator import PACKAGES, judge
from tests.java import Failed, NotThere

ACCEPTED = Path(__file__).with_name("accepted.toml")
LEVELS = {"fatal": "error", "error": "error", "warning": "warning"}
"""Severity of either side -> level of comparison; hints and information are not compared."""
_OF_TYPE = re.compile(r"\[x\]|\.ofType\([A-Za-z]+\)|/\*.*?\*/")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one side says of one resource; ``said`` is our code or their message id."""

    side: str
    about: str
    level: str
    said: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.side} {self.level} [{self.said}] {self.about} | {self.where} | {self.text}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A difference that is accepted: which findings (regular expressions over the whole field), and why."""

    side: str
    why: str
    said: str = ".*"
    about: str = ".*"
    where: str = ".*"
    text: str = ".*"
    level: str = ".*"

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of this finding."""
        return self.side == finding.side and all(
            re.fullmatch(getattr(self, name), getattr(finding, name), re.DOTALL)
            for name in ("said", "about", "where", "text", "level")
        )


@dataclass(slots=True)
class Comparison:
    """What came of it: counts, the differences by rule, and those that no rule covers."""

    resources: int = 0
    same_verdict: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    unexplained: list[Finding] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stale: list[Rule] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every difference is accepted and every accepted one is still there."""
        return not (self.unexplained or self.refused or self.stale)

    def __str__(self) -> str:
        lines = [
            f"{self.resources} resources, the same verdict (error or none) on {self.same_verdict}",
            *(f"agreed {level}s: {count}" for level, count in sorted(self.agreed.items())),
            *(f"accepted {count:5}: {why}" for why, count in self.accepted.most_common()),
            *(f"UNEXPLAINED {finding}" for finding in self.unexplained),
            *(f"REFUSED {each}" for each in self.refused),
            *(f"STALE {rule}" for rule in self.stale),
        ]
        return "\n".join(lines)


def rules() -> tuple[Rule, ...]:
    """The accepted differences."""
    return tuple(Rule(**each) for each in tomllib.loads(ACCEPTED.read_text("utf-8"))["accepted"])


def compare(resources: Asked, answers: Sequence[Mapping[str, Any]], accepted: Sequence[Rule]) -> Comparison:
    """Ours and theirs, resource by resource, finding by finding.

    Two findings agree when they have one level and one's path is, or leads to, the other's.
    """
    validator = Validator(unit_cache=None)
    made = Comparison(resources=len(resources))
    used: set[Rule] = set()
    for (name, resource), answer in zip(resources.items(), answers, strict=True):
        if "refused" in answer:
            made.refused.append(f"{name}: {answer['refused']}")
        theirs = list(_theirs(name, answer["findings"]))
        ours = list(_ours(name, validator.validate(orjson.dumps(resource))))
        made.same_verdict += _has_error(theirs) == _has_error(ours)
        for mine, others in ((theirs, ours), (ours, theirs)):
            for finding in mine:
                if any(_agree(finding, other) for other in others):
                    made.agreed[finding.level] += finding.side == "hl7"
                    continue
                rule = next((each for each in accepted if each.covers(finding)), None)
                if rule is None:
                    made.unexplained.append(finding)
                else:
                    used.add(rule)
                    made.accepted[rule.why] += 1
    made.stale = [rule for rule in accepted if rule not in used]
    return made


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(finding.level == "error" for finding in findings)


def _theirs(name: str, findings: Iterable[Mapping[str, str]]) -> Iterable[Finding]:
    for each in findings:
        if level := LEVELS.get(each["severity"]):
            yield Finding("hl7", name, level, each["id"], _OF_TYPE.sub("", each["where"]), each["text"])


def _ours(name: str, issues: Iterable[Issue]) -> Iterable[Finding]:
    for each in issues:
        if level := LEVELS.get(each.severity.value):
            yield Finding("pss", name, level, each.code, each.path or "", each.message)


def _agree(one: Finding, other: Finding) -> bool:
    above, below = sorted((one.where, other.where), key=len)
    return one.level == other.level and (below == above or below.startswith((f"{above}.", f"{above}[")))


def main() -> int:
    """0 when the two agree but for what is accepted, 1 when not, 2 when the validator cannot be run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--packages", type=Path, default=PACKAGES, help="folder of FHIR packages with prime.sh"
    )
    chosen = parser.parse_args()
    resources = asked()
    try:
        answers = judge(resources.values(), chosen.packages)
    except (NotThere, Failed) as missing:
        print(missing, file=sys.stderr)
        return 2
    found = compare(resources, answers, rules())
    print(found)
    return 0 if found.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
