"""The rules that are loaded, chosen by day and payer."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar, cast

from pss_fhir.compliance.business_days import BusinessDays
from pss_fhir.compliance.check import Check, Parameters, StaffParameters, Subject
from pss_fhir.compliance.finding import Citation, Evidence
from pss_fhir.compliance.outcome import Outcome
from pss_fhir.compliance.payers import PayerBook, PayersOfDay
from pss_fhir.compliance.rule import (
    ALL,
    CAUTIONS,
    EvidenceStatus,
    Layer,
    Rule,
    binding_severity,
    is_limited,
)
from pss_fhir.issues import Severity

P = TypeVar("P", bound=Parameters)

_REMEMBERED = frozenset(
    {
        EvidenceStatus.MEMORY_HIGH,
        EvidenceStatus.MEMORY_MEDIUM,
        EvidenceStatus.MEMORY_LOW,
        EvidenceStatus.UNKNOWN,
    }
)
_WIDTH = {layer: index for index, layer in enumerate(Layer)}

Stretch = tuple[int, PayersOfDay]
"""A stretch of days on which the same rules are in force, and who pays."""


@dataclass(frozen=True)
class BoundRule:
    """A rule tied to its check, ready to answer.

    Attributes:
        rule: the record.
        check: the check, None for an informational record.
        parameters: the record's parameters as the check reads them, None where there is no check.
        file: the file it came from.
        line: 1-based line of its record in that file.
        is_agency_own: whether an agency wrote it, or raised it, in its own file.
    """

    rule: Rule
    check: Check | None
    parameters: Parameters | None
    file: str
    line: int
    is_agency_own: bool = False

    @cached_property
    def rows(self) -> frozenset[str]:
        """The lists of the staff records whose rows it misses where it answers "broken"."""
        further = self.parameters.further_rows if isinstance(self.parameters, StaffParameters) else ()
        return frozenset((*(self.check.rows if self.check else ()), *further))

    @cached_property
    def severity(self) -> Severity:
        """How loudly it speaks when it is broken."""
        return binding_severity(self.rule, is_agency_own=self.is_agency_own)

    @cached_property
    def citation(self) -> Citation:
        """Where it is written."""
        source = self.rule.citation
        return Citation(source.document, source.section, source.effective, source.url)

    @cached_property
    def evidence(self) -> Evidence:
        """What it stands on, before any record was looked at."""
        limited = is_limited(self.rule, is_agency_own=self.is_agency_own)
        return Evidence(
            status=self.rule.evidence.value,
            verified_by=self.rule.verified_by,
            layer=self.rule.layer.value,
            clause=self.rule.plain,
            caution=CAUTIONS[self.rule.evidence] if limited else None,
        )

    @cached_property
    def is_only_remembered(self) -> bool:
        """Whether nobody found or verified its text; such a rule may remind, but it opens no door either."""
        return self.rule.verified_by is None and self.rule.evidence in _REMEMBERED

    @cached_property
    def service_codes(self) -> frozenset[str]:
        """Services it speaks of; empty for all."""
        return frozenset(self.rule.service_codes)

    @cached_property
    def answer(self) -> Callable[[Any, Any], Outcome | tuple[Outcome, ...]]:
        """What its check answers about facts, given its parameters."""
        assert self.check is not None  # noqa: S101 - only rules with a check are asked
        return self.check.answer

    @cached_property
    def asked_as(self) -> tuple[Subject, str]:
        """What it is asked about, and its id: by these its answers are counted."""
        assert self.check is not None  # noqa: S101 - only rules with a check are asked
        return self.check.subject, self.rule.id

    @property
    def about(self) -> type | None:
        """The facts that its check takes, where many notes share them."""
        return self.check.about if self.check is not None else None

    def binds(self, day: date, payers: PayersOfDay) -> bool:
        """Whether it is in force on a day for one of the payers of that day."""
        rule = self.rule
        if not rule.in_force.has(day):
            return False
        if ALL not in rule.payers and payers.words.isdisjoint(rule.payers):
            return False
        return not payers.funds.isdisjoint(rule.funds)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Rules that are asked together, as their answers are counted; the same rules are the same object.

    Attributes:
        each: what each rule is asked about, and its id.
    """

    each: tuple[tuple[Subject, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class RuleList:
    """Rules that are asked together.

    Attributes:
        asked: the same as answers are counted.
        asks: how each is asked: its check, and the parameters that the check takes.
    """

    rules: tuple[BoundRule, ...]
    asked: Asked
    asks: tuple[tuple[Callable[[Any, Any], Outcome | tuple[Outcome, ...]], Parameters | None], ...]


def _together(rules: Iterable[BoundRule]) -> RuleList:
    found = tuple(rules)
    return RuleList(
        found,
        asked=Asked(tuple(bound.asked_as for bound in found)),
        asks=tuple((bound.answer, bound.parameters) for bound in found),
    )


@dataclass(frozen=True, slots=True, eq=False)
class NoteRules:
    """The rules in force that look at notes, for one service.

    Attributes:
        of_note: those that need the facts of the note itself.
        of_shared: those that need only facts that many notes share, by the kind of these facts.
        of_others: those that speak of other services only.
        of_many: all but those that need the note, in the order of ``of_shared`` and ``of_others``.
    """

    of_note: RuleList
    of_shared: tuple[tuple[type, RuleList], ...]
    of_others: RuleList
    of_many: RuleList


@dataclass(frozen=True)
class PolicySet:
    """Every loaded rule, the payers and the business days.

    Attributes:
        rules: all records, in the order of their ids and first days.
        replaced: keys of the records whose place a record takes, by that record's position.
        files: an agency's own files that were laid over the rules of the package.
    """

    rules: tuple[BoundRule, ...]
    payers: PayerBook
    calendar: BusinessDays
    replaced: tuple[frozenset[int], ...]
    files: tuple[str, ...] = ()
    _chosen: dict[Stretch, tuple[BoundRule, ...]] = field(default_factory=dict, repr=False, compare=False)
    _used: dict[tuple[type[Parameters], Stretch], list[Parameters]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _answering: dict[tuple[Subject, Stretch], tuple[BoundRule, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _by_service: dict[tuple[str | None, Stretch], NoteRules] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def _turns(self) -> Sequence[date]:
        """Days on which a rule begins to bind or no longer does, in order."""
        spans = [bound.rule.in_force for bound in self.rules]
        begins = {span.from_on for span in spans if span.from_on is not None}
        ends = {
            span.to_on + timedelta(days=1)
            for span in spans
            if span.to_on is not None and span.to_on < date.max
        }
        return sorted(begins | ends)

    def stretch_of(self, day: date, payers: PayersOfDay) -> Stretch:
        """The stretch of days on which the same rules are in force, for those who pay on a day."""
        return bisect_right(self._turns, day), payers

    def in_force(self, day: date, payers: PayersOfDay) -> tuple[BoundRule, ...]:
        """The rules that bind on a day for its payers, without those that another one replaces."""
        asked = self.stretch_of(day, payers)
        if asked not in self._chosen:
            bound = [index for index, rule in enumerate(self.rules) if rule.binds(day, payers)]
            gone: set[int] = set().union(*(self.replaced[index] for index in bound))
            self._chosen[asked] = tuple(self.rules[index] for index in bound if index not in gone)
        return self._chosen[asked]

    def answering(self, subject: Subject, day: date, payers: PayersOfDay) -> tuple[BoundRule, ...]:
        """Those in force whose check looks at a subject."""
        asked = (subject, self.stretch_of(day, payers))
        if asked not in self._answering:
            self._answering[asked] = tuple(
                rule
                for rule in self.in_force(day, payers)
                if rule.check is not None and rule.check.subject is subject
            )
        return self._answering[asked]

    def for_service(self, service_code: str | None, day: date, payers: PayersOfDay) -> NoteRules:
        """Those in force that look at notes, sorted for a service.

        Args:
            service_code: HCPCS code of the visit, None where it is not billed.
            day: day of service.
            payers: who pays on it.
        """
        asked = (service_code, self.stretch_of(day, payers))
        if asked not in self._by_service:
            of_others: list[BoundRule] = []
            by_facts: dict[type | None, list[BoundRule]] = defaultdict(list)
            for one in self.answering(Subject.NOTE, day, payers):
                is_its_own = not one.service_codes or service_code in one.service_codes
                (by_facts[one.about] if is_its_own else of_others).append(one)
            of_note = by_facts.pop(None, [])
            self._by_service[asked] = NoteRules(
                _together(of_note),
                tuple((kind, _together(rules)) for kind, rules in by_facts.items() if kind is not None),
                _together(of_others),
                _together((*chain.from_iterable(by_facts.values()), *of_others)),
            )
        return self._by_service[asked]

    def parameters_for(self, kind: type[P], day: date, payers: PayersOfDay) -> P | None:
        """The parameters of the rule in force that is checked with them, the narrowest layer first.

        None where no rule in force uses them: the figure is then not known.
        """
        found = self.all_parameters_for(kind, day, payers)
        return found[0] if found else None

    def all_parameters_for(self, kind: type[P], day: date, payers: PayersOfDay) -> Sequence[P]:
        """The parameters of every rule in force that is checked with them, the narrowest layer first."""
        asked = (kind, self.stretch_of(day, payers))
        if asked not in self._used:
            using = self._find_using(kind, day, payers)
            using.sort(key=lambda rule: _WIDTH[rule.rule.layer], reverse=True)
            self._used[asked] = [rule.parameters for rule in using if isinstance(rule.parameters, kind)]
        return cast("list[P]", self._used[asked])

    def _find_using(self, kind: type[Parameters], day: date, payers: PayersOfDay) -> list[BoundRule]:
        found = [rule for rule in self._by_parameters.get(kind, ()) if rule.binds(day, payers)]
        if any(id(rule) in self._replaceable for rule in found):
            in_force = {id(rule) for rule in self.in_force(day, payers)}
            found = [rule for rule in found if id(rule) in in_force]
        return found

    @cached_property
    def _replaceable(self) -> frozenset[int]:
        """Which rules some other one can replace, by their identity."""
        return frozenset(id(self.rules[index]) for targets in self.replaced for index in targets)

    @cached_property
    def _by_parameters(self) -> dict[type[Parameters], list[BoundRule]]:
        by_kind: dict[type[Parameters], list[BoundRule]] = defaultdict(list)
        for bound in self.rules:
            if bound.parameters is not None:
                by_kind[type(bound.parameters)].append(bound)
        return dict(by_kind)

    def records_of(self, rule_id: str) -> Sequence[BoundRule]:
        """Every dated record of a rule, the oldest first; empty if no file holds it."""
        return [bound for bound in self.rules if bound.rule.id == rule_id]
