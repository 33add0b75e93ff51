"""What rules that are asked together answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple, cast

from pss_fhir.compliance.outcome import Answer, Outcome
from pss_fhir.compliance.policy_set import Asked, BoundRule, RuleList


class Batch(NamedTuple):
    """Answers, each with its rule.

    Nearly all notes get the same answers from the same rules, so answers are counted by whole batches.

    Attributes:
        asked: the rules as their answers are counted; a rule may be there more than once.
        answers: the answers of ``outcomes``.
    """

    rules: tuple[BoundRule, ...]
    outcomes: tuple[Outcome, ...]
    asked: Asked
    answers: tuple[Answer, ...]

    @property
    def pairs(self) -> Iterator[tuple[BoundRule, Outcome]]:
        """Each rule with its answer."""
        return zip(self.rules, self.outcomes, strict=True)


def ask_each(rules: RuleList, about: Sequence[Any]) -> list[Batch]:
    """Rules of which each gives one answer, as those about notes do, asked about several things.

    Each rule is asked about all of them before the next one is: what a check needs is then still at hand
    for the next thing, and an audit's notes take a seventh less time.

    Args:
        rules: the rules.
        about: the facts of each thing.

    Returns:
        The answers about each thing, in the order of the things.
    """
    by_rule = [[answer(facts, parameters) for facts in about] for answer, parameters in rules.asks]
    by_thing = zip(*by_rule, strict=True) if by_rule else repeat((), len(about))
    return [
        Batch(rules.rules, given, rules.asked, tuple([one.answer for one in given]))
        for given in cast("Iterable[tuple[Outcome, ...]]", by_thing)
    ]


def same_answer(rules: RuleList, outcome: Outcome) -> Batch:
    """One answer of all rules."""
    count = len(rules.rules)
    return Batch(rules.rules, (outcome,) * count, rules.asked, (outcome.answer,) * count)


def batch_of(pairs: Iterable[tuple[BoundRule, Outcome]]) -> Batch:
    """Answers that were found one by one."""
    found: Sequence[tuple[BoundRule, Outcome]] = list(pairs)
    rules = tuple([bound for bound, _ in found])
    outcomes = tuple([outcome for _, outcome in found])
    asked = Asked(tuple([bound.asked_as for bound in rules]))
    return Batch(rules, outcomes, asked, tuple([one.answer for one in outcomes]))


def joined(rules: RuleList, batches: Iterable[Batch]) -> Batch:
    """The answers of several batches as one, which holds the rules of all of them in their order."""
    found = tuple(batches)
    outcomes = tuple(chain.from_iterable([batch.outcomes for batch in found]))
    answers = tuple(chain.from_iterable([batch.answers for batch in found]))
    return Batch(rules.rules, outcomes, rules.asked, answers)
