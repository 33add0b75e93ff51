"""What an audit asks, and the answers it keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pss_fhir.compliance.batch import Batch, batch_of
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.engine import TO_ACT_ON, Answers
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.policy_set import Asked, PolicySet
from pss_fhir.domain.record import Days


@dataclass(frozen=True, slots=True)
class AuditScope:
    """What an audit asks, of every chart alike.

    Attributes:
        as_of: the moment of asking.
        policies: the rules.
        period: days of service of the notes that are looked at. Units are counted over everything.
        all_answers: also rules that are met or do not apply; else only broken and cannot-tell.
        for_pictures: whether to keep what pictures show.
        only: kinds of things of which answers are kept.
        about: references of which alone answers are kept; those of everything where it is empty.
    """

    as_of: datetime
    policies: PolicySet
    period: Days = field(default_factory=Days)
    all_answers: bool = False
    for_pictures: bool = False
    only: frozenset[Subject] = frozenset(Subject)
    about: frozenset[str] = frozenset()

    def choose(self, answers: Answers) -> Sequence[Batch]:
        """Those answers that are of the kinds, and about the things, of which answers are kept."""
        if len(self.only) == len(Subject) and not self.about:
            return answers.batches
        return [
            batch_of(
                (bound, outcome)
                for bound, outcome in answers.given
                if bound.asked_as[0] in self.only
                and not (
                    self.about and self.about.isdisjoint((answers.subject, outcome.focus or answers.focus))
                )
            )
        ]


@dataclass(slots=True)
class Tally:
    """How often a rule gave each answer."""

    met: int = 0
    broken: int = 0
    cannot_tell: int = 0
    does_not_apply: int = 0

    def count(self, answer: Answer, times: int) -> None:
        """Count an answer that was given so many times."""
        if answer is Answer.MET:
            self.met += times
        elif answer is Answer.DOES_NOT_APPLY:
            self.does_not_apply += times
        elif answer is Answer.BROKEN:
            self.broken += times
        else:
            self.cannot_tell += times

    def add(self, other: Tally) -> None:
        """Count what another one counted."""
        self.met += other.met
        self.broken += other.broken
        self.cannot_tell += other.cannot_tell
        self.does_not_apply += other.does_not_apply

    def by_answer(self) -> dict[Answer, int]:
        """The answers that were given, and how often."""
        counts = {
            Answer.MET: self.met,
            Answer.BROKEN: self.broken,
            Answer.CANNOT_TELL: self.cannot_tell,
            Answer.DOES_NOT_APPLY: self.does_not_apply,
        }
        return {answer: count for answer, count in counts.items() if count}


@dataclass(slots=True)
class KeptAnswers:
    """Answers as an audit keeps them: those to act on as findings, all of them counted.

    Attributes:
        named: those references of ``AuditScope.about`` about which a rule was asked.
        counts: how often rules that were asked together gave these answers, each rule one; ``asked`` says
            it in a form that can be compared.
    """

    findings: list[Finding] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    counts: dict[tuple[Asked, tuple[Answer, ...]], int] = field(default_factory=dict, compare=False)

    @property
    def asked(self) -> dict[tuple[Subject, str], Tally]:
        """How often each rule gave each answer, by what it was asked about."""
        tallies: dict[tuple[Subject, str], Tally] = defaultdict(Tally)
        for (asked, answers), times in self.counts.items():
            for asked_as, answer in zip(asked.each, answers, strict=True):
                tallies[asked_as].count(answer, times)
        return tallies

    def keep(self, answers: Answers, scope: AuditScope) -> None:
        """Count answers, and make findings of those that are wanted."""
        for batch in scope.choose(answers):
            counted = batch.asked, batch.answers
            self.counts[counted] = self.counts.get(counted, 0) + 1
            if scope.about:
                for outcome in batch.outcomes:
                    self.named |= scope.about & {answers.subject, outcome.focus or answers.focus}
            if scope.all_answers or not TO_ACT_ON.isdisjoint(batch.answers):
                self.findings += [
                    answers.finding(bound, outcome)
                    for bound, outcome in batch.pairs
                    if scope.all_answers or outcome.answer in TO_ACT_ON
                ]
