"""What an audit asks, and the answers it keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.engine import TO_ACT_ON, Answers
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.outcome import Answer, Outcome
from pss_fhir.compliance.policy_set import BoundRule, PolicySet
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

    def choose(self, answers: Answers) -> list[tuple[BoundRule, Outcome]]:
        """Those answers that are of the kinds, and about the things, of which answers are kept."""
        if len(self.only) == len(Subject) and not self.about:
            return answers.given
        return [
            (bound, outcome)
            for bound, outcome in answers.given
            if bound.asked_as[0] in self.only
            and not (self.about and self.about.isdisjoint((answers.subject, outcome.focus or answers.focus)))
        ]


@dataclass(slots=True)
class Tally:
    """How often a rule gave each answer."""

    met: int = 0
    broken: int = 0
    cannot_tell: int = 0
    does_not_apply: int = 0

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
        asked: how often each rule gave each answer, by what it was asked about.
        named: those references of ``AuditScope.about`` about which a rule was asked.
    """

    findings: list[Finding] = field(default_factory=list)
    asked: dict[tuple[Subject, str], Tally] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def keep(self, answers: Answers, scope: AuditScope) -> None:
        """Count answers, and make findings of those that are wanted."""
        tallies, all_answers = self.asked, scope.all_answers
        for bound, outcome in scope.choose(answers):
            if scope.about:
                self.named |= scope.about & {answers.subject, outcome.focus or answers.focus}
            tally = tallies.get(bound.asked_as)
            if tally is None:
                tally = tallies[bound.asked_as] = Tally()
            answer = outcome.answer
            if answer is Answer.MET:
                tally.met += 1
            elif answer is Answer.DOES_NOT_APPLY:
                tally.does_not_apply += 1
            elif answer is Answer.BROKEN:
                tally.broken += 1
            else:
                tally.cannot_tell += 1
            if all_answers or answer in TO_ACT_ON:
                self.findings.append(answers.finding(bound, outcome))
