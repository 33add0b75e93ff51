"""Which of the known rules are executable, which only informational, and whether one is missing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pss_fhir.compliance.policy_set import PolicySet


@dataclass(frozen=True)
class RuleCoverage:
    """How one rule is covered.

    Attributes:
        rule: the rule's id.
        title: of its latest record, None where there is none.
        checks: names of the checks that answer it, empty for an informational rule.
        reason: why it is only informational, None where it is executable or missing.
    """

    rule: str
    title: str | None
    checks: tuple[str, ...]
    reason: str | None

    @property
    def state(self) -> str:
        """``executable``, ``informational`` or ``missing``."""
        if self.checks:
            return "executable"
        return "informational" if self.reason is not None else "missing"


@cache
def known_rules() -> tuple[str, ...]:
    """Every rule that must have a record, family by family."""
    text = resources.files("pss_fhir.compliance").joinpath("tables/known_rules.json").read_text("utf-8")
    families: dict[str, list[str]] = json.loads(text)
    return tuple(rule for family in families.values() for rule in family)


def coverage_of(policies: PolicySet) -> tuple[RuleCoverage, ...]:
    """The coverage of every known rule in their order, then of every other rule that is loaded."""
    loaded = {bound.rule.id for bound in policies.rules}
    others = sorted(loaded - set(known_rules()))
    return tuple(_coverage(rule, policies) for rule in (*known_rules(), *others))


def _coverage(rule: str, policies: PolicySet) -> RuleCoverage:
    records = policies.records_of(rule)
    if not records:
        return RuleCoverage(rule, None, (), None)
    checks = sorted({bound.rule.check for bound in records if bound.rule.check})
    return RuleCoverage(
        rule, records[-1].rule.title, tuple(checks), None if checks else records[-1].rule.reason
    )
