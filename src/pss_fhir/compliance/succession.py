"""Which record takes the place of which, and whether two records of one rule contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from pss_fhir.compliance.policy_set import BoundRule
from pss_fhir.compliance.rule import ALL, Layer, Rule
from pss_fhir.issues import Issue, code_book, message_for

_NARROWNESS = {layer: index for index, layer in enumerate(Layer)}


def successions(rules: Sequence[BoundRule], issues: list[Issue]) -> tuple[frozenset[int], ...]:
    """For each rule the positions of those it replaces; faults are added to ``issues``."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, bound in enumerate(rules):
        by_name[bound.rule.id].append(index)
        if bound.rule.key != bound.rule.id:
            by_name[bound.rule.key].append(index)
    replaced: list[set[int]] = [set() for _ in rules]
    for index, bound in enumerate(rules):
        for target in bound.rule.replaces:
            found = [other for other in by_name.get(target, []) if not _same_record(rules[other], bound)]
            if not found:
                issues.append(_at(bound, "rules.replaces-unknown", target=target))
            elif why := next(
                (rules[other] for other in found if not _may_replace(bound.rule, rules[other].rule)), None
            ):
                issues.append(
                    _at(
                        bound,
                        "rules.replaces-forbidden",
                        target=target,
                        layer=bound.rule.layer.value,
                        target_layer=why.rule.layer.value,
                    )
                )
            else:
                replaced[index].update(found)
    _find_cycles(rules, replaced, issues)
    _find_overlaps(rules, replaced, issues)
    return tuple(frozenset(found) for found in replaced)


def _same_record(one: BoundRule, other: BoundRule) -> bool:
    """Whether both come from one record of one file, split by an override."""
    return (one.file, one.line) == (other.file, other.line)


def _may_replace(rule: Rule, target: Rule) -> bool:
    if rule.layer in target.may_be_replaced_by:
        return True
    return _NARROWNESS[rule.layer] <= _NARROWNESS[target.layer]


def _find_cycles(rules: Sequence[BoundRule], replaced: Sequence[set[int]], issues: list[Issue]) -> None:
    done: set[int] = set()

    def walk(index: int, path: list[int]) -> None:
        if index in path:
            names = [rules[step].rule.key for step in path[path.index(index) :]]
            issues.append(_at(rules[index], "rules.replaces-cycle", path=" -> ".join([*names, names[0]])))
            return
        if index in done:
            return
        for target in sorted(replaced[index]):
            walk(target, [*path, index])
        done.add(index)

    for index in range(len(rules)):
        walk(index, [])


def _find_overlaps(rules: Sequence[BoundRule], replaced: Sequence[set[int]], issues: list[Issue]) -> None:
    by_id: dict[str, list[int]] = defaultdict(list)
    for index, bound in enumerate(rules):
        by_id[bound.rule.id].append(index)
    for indexes in by_id.values():
        for first, second in combinations(indexes, 2):
            one, other = rules[first].rule, rules[second].rule
            if one.check != other.check:
                continue
            if second in replaced[first] or first in replaced[second]:
                continue
            if (
                one.in_force.overlaps(other.in_force)
                and _share_payer(one, other)
                and set(one.funds) & set(other.funds)
            ):
                issues.append(
                    _at(rules[second], "rules.dates-overlap", file=rules[first].file, line=rules[first].line)
                )


def _share_payer(one: Rule, other: Rule) -> bool:
    return ALL in one.payers or ALL in other.payers or bool(set(one.payers) & set(other.payers))


def _at(bound: BoundRule, code: str, **fields: str | int) -> Issue:
    message = message_for(code, record=bound.rule.id, **fields)
    return Issue(code_book()[code].severity, code, message, file=bound.file, line=bound.line)
