"""The engine: the rules in force for payer, service and day, each asked once, four answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from pss_fhir.compliance.batch import Batch, ask_each, batch_of, joined, same_answer
from pss_fhir.compliance.check import StaffParameters, Subject
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.disclosure import DisclosureFacts
from pss_fhir.compliance.facts.draft_view import draft_of
from pss_fhir.compliance.facts.incident import IncidentFacts
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.shared import Authorized, Meeting, Ordered, Paying
from pss_fhir.compliance.facts.staff import AgencyFacts, SpecialistFacts, TeamFacts
from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.compliance.finding import Evidence, Finding
from pss_fhir.compliance.outcome import Answer, Outcome, cannot_tell, does_not_apply
from pss_fhir.compliance.payers import ANY_PAYER
from pss_fhir.compliance.policy_set import BoundRule, NoteRules, PolicySet, RuleList
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.note import NoteDraft, ServiceNote
from pss_fhir.issues import Severity

TO_ACT_ON = frozenset({Answer.BROKEN, Answer.CANNOT_TELL})
"""Answers that somebody has to do something about."""

_NOT_BILLED = does_not_apply("The visit is recorded as not billed.")
_NOT_EMPLOYED = does_not_apply("The person does not work for the agency on that day.")
_NOT_READ = cannot_tell(
    "The file of the staff folder that would say so, or a row of it, is missing or could not be read."
)
_OTHER_ROLE = does_not_apply("The rule is for another role.")
_OTHER_SERVICE = does_not_apply("The visit is billed under another service.")

_SHARED: dict[type, Callable[[NoteFacts], Hashable]] = {
    Meeting: attrgetter("meeting"),
    Ordered: attrgetter("ordered"),
    Authorized: attrgetter("authorized"),
    Paying: attrgetter("paying"),
    WorkerFacts: attrgetter("worker"),
}
"""Where the facts that many notes share stand among those of a note."""

_MILDNESS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(slots=True)
class Answers:
    """What the rules answer about one subject; findings are made only of answers that are wanted.

    Attributes:
        subject: whom it is about.
        batches: each rule with its answer; more than one where a rule speaks of several records.
        focus: the record it speaks of, where an outcome names none.
        service_date: the day of service, None where there is none.
    """

    subject: str
    batches: Sequence[Batch]
    focus: str | None = None
    service_date: date | None = None

    @property
    def given(self) -> Iterator[tuple[BoundRule, Outcome]]:
        """Each rule with its answer."""
        return chain.from_iterable(batch.pairs for batch in self.batches)

    def finding(self, bound: BoundRule, outcome: Outcome) -> Finding:
        """One of the answers with the rule's source and the severity that its evidence allows."""
        known = bound.evidence
        return Finding(
            rule=bound.rule.id,
            answer=outcome.answer,
            severity=_severity(bound, outcome),
            subject=self.subject,
            focus=outcome.focus or self.focus,
            service_date=self.service_date,
            message=outcome.message,
            fix=_fix(bound, outcome),
            citation=bound.citation,
            evidence=Evidence(
                status=known.status,
                verified_by=known.verified_by,
                layer=known.layer,
                clause=known.clause,
                records=outcome.records,
                arithmetic=outcome.arithmetic,
                caution=known.caution,
            ),
            fields=outcome.fields,
        )


def _fix(bound: BoundRule, outcome: Outcome) -> str:
    """What to do: mend what is broken, or supply what is missing."""
    if outcome.answer is not Answer.CANNOT_TELL:
        return bound.rule.fix or ""
    return "Fill it in." if outcome.fields else "Supply what is missing, or look at it yourself."


def _severity(bound: BoundRule, outcome: Outcome) -> Severity:
    """The milder of rule and case; what is not broken never blocks."""
    if outcome.answer is Answer.BROKEN:
        case = outcome.severity or bound.severity
    elif outcome.answer is Answer.CANNOT_TELL:
        case = Severity.WARNING
    else:
        return Severity.INFORMATION
    return max(bound.severity, case, key=_MILDNESS.__getitem__)


def check_note(
    chart: Chart, draft: NoteDraft, policies: PolicySet, *, as_of: datetime, all_answers: bool = False
) -> tuple[Finding, ...]:
    """What the rules say of a note that is being written; anything in it may still be missing.

    Args:
        chart: the person's records.
        draft: the note as far as it is written.
        policies: the loaded rules.
        as_of: the moment of asking, taken as the moment of signing.
        all_answers: also rules that are met or do not apply; else only broken and cannot-tell.

    Returns:
        Findings in the order in which they need doing: broken before cannot-tell, errors before warnings.
    """
    facts = NoteFacts(ChartFacts(chart, policies, as_of=as_of), draft)
    return findings_in(answers_for_note(facts), all_answers=all_answers)


def check_signed_note(
    chart: Chart, note: ServiceNote, policies: PolicySet, *, as_of: datetime, all_answers: bool = False
) -> tuple[Finding, ...]:
    """What the rules say of a signed note; arguments and answer as in :func:`check_note`."""
    facts = NoteFacts(ChartFacts(chart, policies, as_of=as_of), draft_of(note), signed=note)
    return findings_in(answers_for_note(facts), all_answers=all_answers)


def findings_in(*answers: Answers, all_answers: bool) -> tuple[Finding, ...]:
    """Answers as findings sorted by what needs doing first, only those to act on unless all are asked for."""
    kept = [
        one.finding(bound, outcome)
        for one in answers
        for bound, outcome in one.given
        if all_answers or outcome.answer in TO_ACT_ON
    ]
    return tuple(sorted(kept, key=lambda found: found.order))


def answers_for_note(facts: NoteFacts) -> Answers:
    """Every rule's answer about one note."""
    [answers] = answers_for_notes([facts])
    return answers


def answers_for_notes(notes: Sequence[NoteFacts]) -> list[Answers]:
    """Every rule's answer about each of several notes of one chart, in the order of the notes."""
    alike: dict[NoteRules, list[NoteFacts]] = {}
    for facts in notes:
        chart = facts.chart
        rules = chart.policies.for_service(facts.service_code, facts.day or chart.today, facts.payers)
        alike.setdefault(rules, []).append(facts)
    found = {
        facts: Answers(
            facts.draft.client_ref,
            (_known(of_note, facts.worker.unread), _answers_for_many(rules, facts)),
            facts.focus,
            facts.day,
        )
        for rules, same in alike.items()
        for facts, of_note in zip(same, ask_each(rules.of_note, same), strict=True)
    }
    return [found[facts] for facts in notes]


def _answers_for_many(rules: NoteRules, facts: NoteFacts) -> Batch:
    """What the rules answer that do not need the note itself; kept as long as the chart's facts."""
    kept, unread = facts.chart.shared_answers, facts.worker.unread
    shared = tuple([_SHARED[kind](facts) for kind, _ in rules.of_shared])
    asked = (rules, (unread, shared))
    if asked not in kept:
        about = zip(rules.of_shared, shared, strict=True)
        of_shared = [_known(_asked_once(of_kind, one, facts.chart), unread) for (_, of_kind), one in about]
        other = _NOT_BILLED if facts.service_code is None else _OTHER_SERVICE
        kept[asked] = joined(rules.of_many, (*of_shared, same_answer(rules.of_others, other)))
    return kept[asked]


def _asked_once(rules: RuleList, shared: Hashable, chart: ChartFacts) -> Batch:
    """What rules answer about facts that many notes share, however else these notes differ."""
    kept = chart.shared_answers
    asked = (rules, shared)
    if asked not in kept:
        [kept[asked]] = ask_each(rules, [shared])
    return kept[asked]


def answers_for_chart(facts: ChartFacts) -> Answers:
    """Every rule's answer about a chart as a whole, its single notes aside."""
    rules = facts.policies.answering(Subject.CHART, facts.today, facts.payers_on(facts.today))
    return Answers(facts.chart.client.ref, [_asked_all(rules, facts)])


def answers_for_specialist(facts: SpecialistFacts) -> Answers:
    """Every rule's answer about one staff member."""
    given = [
        (bound, outcome)
        for bound in facts.policies.answering(Subject.SPECIALIST, facts.today, ANY_PAYER)
        for outcome in ask_of_specialist(bound, facts)
    ]
    return Answers(facts.ref, [batch_of(given)])


def ask_of_specialist(bound: BoundRule, facts: SpecialistFacts) -> tuple[Outcome, ...]:
    """What a rule answers about a staff member; one in another role, or who left, is not asked about."""
    assert isinstance(bound.parameters, StaffParameters)  # noqa: S101 - every check of staff takes them
    if not facts.is_employed:
        return (_NOT_EMPLOYED,)
    if facts.member.role not in bound.parameters.roles:
        return (_OTHER_ROLE,)
    return _known(_asked_all((bound,), facts), facts.unread).outcomes


def _known(batch: Batch, unread: frozenset[str]) -> Batch:
    """What rules answered, short of what nobody can know while rows of the staff records are unread."""
    if not unread:
        return batch
    return batch_of(
        (bound, _NOT_READ if _needs_unread(bound, one, unread) else one) for bound, one in batch.pairs
    )


def _needs_unread(bound: BoundRule, outcome: Outcome, unread: frozenset[str]) -> bool:
    if outcome.answer is Answer.BROKEN:
        return not bound.rows.isdisjoint(unread)
    is_counted = bound.check is not None and not unread.isdisjoint(bound.check.counted)
    return is_counted and outcome.answer is not Answer.CANNOT_TELL


def answers_for_team(facts: TeamFacts, policies: PolicySet) -> Answers:
    """Every rule's answer about a supervisor's team."""
    rules = policies.answering(Subject.TEAM, facts.today, ANY_PAYER)
    return Answers(facts.ref, [_known(_asked_all(rules, facts), facts.unread)])


def answers_for_agency(facts: AgencyFacts) -> Answers:
    """Every rule's answer about the agency as a whole."""
    rules = facts.policies.answering(Subject.AGENCY, facts.today, ANY_PAYER)
    return Answers("agency", [_known(_asked_all(rules, facts), facts.unread)])


def answers_for_incident(facts: IncidentFacts) -> Answers:
    """Every rule's answer about one incident, by the rules of its day and its LME/MCO."""
    rules = facts.policies.answering(Subject.INCIDENT, facts.day, facts.payers)
    return Answers(facts.ref, [_asked_all(rules, facts)])


def answers_for_disclosure(facts: DisclosureFacts) -> Answers:
    """Every rule's answer about one disclosure, by the rules of its day."""
    rules = facts.policies.answering(Subject.DISCLOSURE, facts.case.on, ANY_PAYER)
    return Answers(facts.case.client_ref, [_asked_all(rules, facts)], facts.ref)


def ask(bound: BoundRule, facts: Any) -> tuple[Outcome, ...]:
    """What a rule's check answers about the facts of its own subject."""
    own = facts if bound.about is None else _SHARED[bound.about](facts)
    return _asked_all((bound,), own).outcomes


def _asked_all(rules: Iterable[BoundRule], facts: Any) -> Batch:
    given: list[tuple[BoundRule, Outcome]] = []
    for bound in rules:
        outcome = bound.answer(facts, bound.parameters)
        if isinstance(outcome, Outcome):
            given.append((bound, outcome))
        else:
            given += [(bound, one) for one in outcome]
    return batch_of(given)
