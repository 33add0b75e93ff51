"""From records to rules that can answer: each tied to its check, overrides laid over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from pss_fhir.compliance.check import Parameters
from pss_fhir.compliance.checks import CHECKS
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.policy_file import Override, Placed
from pss_fhir.compliance.policy_set import BoundRule
from pss_fhir.compliance.record_faults import faults_of
from pss_fhir.compliance.rule import EvidenceStatus, InForce, Layer, Rule
from pss_fhir.issues import Issue, make_issue

_DAY = timedelta(days=1)


def bind(rule: Rule, placed: Placed, *, is_agency_own: bool, issues: list[Issue]) -> BoundRule | None:
    """A record tied to its check, None where that cannot be done; faults are added to ``issues``."""
    if _is_reversed(rule.in_force, rule.id, placed, issues):
        return None
    if rule.check is None:
        return BoundRule(rule, None, None, placed.file, placed.line, is_agency_own)
    check = CHECKS.get(rule.check)
    if check is None:
        issues.append(placed.at(make_issue("rules.check-unknown", record=rule.id, check=rule.check)))
        return None
    passing = sum(example.answer is Answer.MET for example in rule.examples)
    failing = sum(
        example.answer is Answer.BROKEN or (not check.can_break and example.answer is not Answer.MET)
        for example in rule.examples
    )
    if not passing or not failing:
        issues.append(
            placed.at(make_issue("rules.example-missing", record=rule.id, passing=passing, failing=failing))
        )
    parameters = _read_parameters(rule, check.parameters, placed, issues)
    if parameters is None:
        return None
    return BoundRule(rule, check, parameters, placed.file, placed.line, is_agency_own)


def _is_reversed(span: InForce, record: str, placed: Placed, issues: list[Issue]) -> bool:
    """Whether a span ends before it begins, which becomes a fault."""
    first, last = span.from_on, span.to_on
    if first is None or last is None or first <= last:
        return False
    issues.append(placed.at(make_issue("rules.dates-reversed", record=record, from_on=first, to_on=last)))
    return True


def _read_parameters(
    rule: Rule, model: type[Parameters], placed: Placed, issues: list[Issue]
) -> Parameters | None:
    try:
        return model.model_validate(rule.parameters)
    except ValidationError as failed:
        issues += [
            placed.at(
                make_issue(
                    "rules.parameter-invalid",
                    record=rule.id,
                    check=rule.check,
                    parameter=".".join(path) or "-",
                    reason=reason,
                )
            )
            for path, reason in faults_of(failed)
        ]
        return None


def lay_over(
    rules: Sequence[BoundRule], override: Override, placed: Placed, issues: list[Issue]
) -> list[BoundRule]:
    """The rules with one override laid over those it names, split where it begins and ends.

    What an override may not do is added to ``issues`` and leaves the rules as they were.
    """
    if _is_reversed(override.in_force, f"override of {override.rule}", placed, issues):
        return list(rules)
    named = [bound for bound in rules if bound.rule.id == override.rule]
    if not named:
        reason = "no loaded file holds that rule, or an override before this one switched it off"
        issues.append(_forbidden(override, reason, placed))
        return list(rules)
    reason = next((why for bound in named if (why := _why_not(bound.rule, override))), "")
    if not reason and not any(bound.rule.in_force.overlaps(override.in_force) for bound in named):
        reason = "no record of that rule is in force in those days"
    if reason:
        issues.append(_forbidden(override, reason, placed))
        return list(rules)
    result: list[BoundRule] = []
    for bound in rules:
        if bound.rule.id == override.rule and bound.rule.in_force.overlaps(override.in_force):
            result += _split(bound, override, placed, issues)
        else:
            result.append(bound)
    return result


def _why_not(rule: Rule, override: Override) -> str | None:
    if rule.layer is Layer.AGENCY:
        return None
    if override.is_off:
        return f"a rule of the {rule.layer} layer cannot be switched off"
    if override.severity is not None and override.severity.rank > rule.severity.rank:
        return "a severity may be raised, not lowered"
    closed = sorted(set(override.parameters) - set(rule.agency_may_set))
    if closed and override.verified_by is None:
        return f"parameter {closed[0]} is not the agency's to set, and no verified_by is given"
    return None


def _split(bound: BoundRule, override: Override, placed: Placed, issues: list[Issue]) -> list[BoundRule]:
    """A rule before, during and after an override."""
    whole = bound.rule.in_force
    first = max(whole.from_on or date.min, override.in_force.from_on or date.min)
    last = min(whole.to_on or date.max, override.in_force.to_on or date.max)
    pieces: list[BoundRule] = []
    if (whole.from_on or date.min) < first:
        pieces.append(_during(bound, InForce(from_on=whole.from_on, to_on=first - _DAY)))
    if not override.is_off:
        changed = _during(
            bound,
            InForce(from_on=None if first == date.min else first, to_on=None if last == date.max else last),
        )
        pieces += _change(changed, override, placed, issues)
    if last < (whole.to_on or date.max):
        pieces.append(_during(bound, InForce(from_on=last + _DAY, to_on=whole.to_on)))
    return pieces


def _during(bound: BoundRule, span: InForce) -> BoundRule:
    rule = bound.rule.model_copy(update={"in_force": span})
    return BoundRule(rule, bound.check, bound.parameters, bound.file, bound.line, bound.is_agency_own)


def _change(bound: BoundRule, override: Override, placed: Placed, issues: list[Issue]) -> list[BoundRule]:
    rule = bound.rule
    update: dict[str, Any] = {"parameters": {**rule.parameters, **override.parameters}}
    if override.severity is not None:
        update["severity"] = override.severity
    if override.verified_by is not None:
        update["verified_by"] = override.verified_by
    changed = rule.model_copy(update=update)
    raised = override.severity is not None and rule.evidence is EvidenceStatus.SEED
    if bound.check is None:
        return [BoundRule(changed, None, None, bound.file, bound.line, bound.is_agency_own or raised)]
    parameters = _read_parameters(changed, bound.check.parameters, placed, issues)
    if parameters is None:
        return []
    own = bound.is_agency_own or raised
    return [BoundRule(changed, bound.check, parameters, bound.file, bound.line, own)]


def _forbidden(override: Override, reason: str, placed: Placed) -> Issue:
    return placed.at(make_issue("rules.override-forbidden", rule=override.rule, reason=reason))
