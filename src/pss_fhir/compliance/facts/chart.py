"""The facts of one chart that its notes share: contacts once each, payers, unit rules, where units fell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from pss_fhir.clock import local_date
from pss_fhir.compliance.batch import Batch
from pss_fhir.compliance.facts.approvals import Approvals
from pss_fhir.compliance.facts.dated import Dated
from pss_fhir.compliance.facts.diary import Diary
from pss_fhir.compliance.facts.fact import fact
from pss_fhir.compliance.facts.ledger import DayUse, Ledger, Pool, keep_ledger, uses_by_day
from pss_fhir.compliance.facts.shared import Authorized, Ordered, Paying
from pss_fhir.compliance.facts.staff_rows import StaffRows
from pss_fhir.compliance.facts.visit import Visit, visits_of
from pss_fhir.compliance.facts.wording import Wording, text_of, wording_of
from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.compliance.facts.year_use import YearUse, year_use
from pss_fhir.compliance.figures import GroupUnits, PartUnits, UnitLength
from pss_fhir.compliance.fiscal_year import days_of_fiscal_year, fiscal_year_of
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.compliance.policy_set import NoteRules, PolicySet, RuleList, Stretch
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import Contact, ContactStatus
from pss_fhir.domain.note import NoteStatus, ServiceNote
from pss_fhir.domain.payer import Authorization, Coverage, CoverageStatus, OrderStatus, ServiceOrder
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.plan import Goal, Plan, PlanStatus
from pss_fhir.domain.units import Rounding, UnitCount, UnitRule

TOOK_PLACE = frozenset({ContactStatus.FINISHED, ContactStatus.IN_PROGRESS, ContactStatus.UNKNOWN})
"""States in which a contact is time that was given."""

_UNREAL_PLANS = frozenset({PlanStatus.DRAFT, PlanStatus.RETRACTED})
_UNREAL_ORDERS = frozenset({OrderStatus.DRAFT, OrderStatus.RETRACTED})

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@lru_cache
def _unit_rule(unit_minutes: int | None, rounding: Rounding | None) -> UnitRule:
    given = {"unit_minutes": unit_minutes, "rounding": rounding}
    return UnitRule.model_validate({name: value for name, value in given.items() if value is not None})


def _started(note: ServiceNote) -> datetime:
    """The start of a note's visit in UTC; a note without one comes first."""
    started_at = note.contact.started_at
    return started_at.astimezone(UTC) if started_at else _LONG_AGO


class WordedNote(NamedTuple):
    """A note of the chart with its wording."""

    note_identifier: str
    ref: str | None
    wording: Wording


class Planned(NamedTuple):
    """The plans of some days.

    Attributes:
        refs: their references.
        goal_refs: the goals that stand in any of them.
    """

    plans: tuple[Plan, ...]
    refs: tuple[str, ...] = ()
    goal_refs: frozenset[str] = frozenset()


class ChartFacts:
    """What the rules ask of one chart, each worked out at most once.

    Args:
        chart: the client's records.
        policies: the loaded rules.
        as_of: the moment of asking.
        specialists: others than the chart's own who gave services in it, as the EHR knows them, by reference.
        staff_rows: the chart's staff records by person, where they are sorted already.

    Attributes:
        shared_answers: what rules answered about facts that many notes share, kept for the next note.
    """

    def __init__(
        self,
        chart: Chart,
        policies: PolicySet,
        *,
        as_of: datetime,
        specialists: Mapping[str, Specialist] | None = None,
        staff_rows: StaffRows | None = None,
    ) -> None:
        self.chart = chart
        self.policies = policies
        self.as_of = as_of.astimezone(UTC)
        self.today = local_date(as_of)
        self._specialists = specialists or {}
        # Sorting everybody's rows takes its time, so it is done once where all charts hold the same records.
        self._staff_rows = staff_rows if staff_rows and staff_rows.records is chart.staff else None
        self._unread = chart.unread
        self._payers: dict[int, PayersOfDay] = {}
        self._unit_rules: dict[Stretch, UnitRule] = {}
        self._years: dict[int, YearUse] = {}
        self._ordered: dict[tuple[str | None, str | None], Ordered] = {}
        self._authorized: dict[str | None, Authorized] = {}
        self._paying: dict[PayersOfDay, Paying] = {}
        self.shared_answers: dict[tuple[RuleList | NoteRules, Hashable], Batch] = {}
        self._workers: dict[str | None, WorkerFacts] = {}
        self._planned: dict[int, Planned] = {}

    @fact
    def notes(self) -> tuple[ServiceNote, ...]:
        """Notes that count, in the order of service."""
        return tuple([note for *_, note in self._started_notes])

    @fact
    def _started_notes(self) -> Sequence[tuple[datetime, str, ServiceNote]]:
        """The same, each with the start of its visit and its identifier."""
        current = [note for note in self.chart.notes if note.status is NoteStatus.CURRENT]
        return sorted(
            [(_started(note), note.note_identifier, note) for note in current], key=lambda one: one[:2]
        )

    @fact
    def visits(self) -> tuple[Visit, ...]:
        """Contacts that took place, each once, in the order of service; a signed note knows best."""
        found: dict[str, Contact] = {}
        for contact in (*(note.contact for note in self.notes), *self.chart.contacts):
            if contact.status not in TOOK_PLACE or contact.started_at is None:
                continue
            names = [name for name in (contact.ref, contact.contact_identifier) if name]
            if found.keys().isdisjoint(names):
                found |= dict.fromkeys(names or [f"unnamed {contact.started_at} {contact.kind}"], contact)
        return visits_of({id(contact): contact for contact in found.values()}.values())

    def day_of(self, note: ServiceNote) -> date | None:
        """The day of service of one of the notes, None where its visit has no start."""
        visit = self.diary.visit_of(note.contact)
        return visit.on if visit is not None else note.contact.service_on

    @fact
    def diary(self) -> Diary:
        """The same visits, found by day, by contact and by the time they share."""
        return Diary(self.visits)

    def notes_before(self, started_at: datetime | None, count: int) -> Sequence[WordedNote]:
        """The last notes of visits that started before a moment in UTC, or the last of all without one."""
        end = len(self.notes)
        if started_at is not None:
            end = bisect_left(self._note_starts, started_at)
        return self._worded_notes[max(end - count, 0) : end]

    @fact
    def _worded_notes(self) -> Sequence[WordedNote]:
        return [WordedNote(note.note_identifier, note.ref, wording_of(text_of(note))) for note in self.notes]

    @fact
    def _note_starts(self) -> Sequence[datetime]:
        return [started_at for started_at, *_ in self._started_notes]

    def payers_on(self, day: date) -> PayersOfDay:
        """Who pays on a day, by the coverages in force."""
        stretch = self._coverages.stretch_of(day)
        if stretch not in self._payers:
            self._payers[stretch] = self.policies.payers.paying(self.coverages_on(day))
        return self._payers[stretch]

    def coverages_on(self, day: date) -> tuple[Coverage, ...]:
        """The coverages in force on a day."""
        return self._coverages.on(day)

    @fact
    def _coverages(self) -> Dated[Coverage]:
        active = [one for one in self.chart.coverages if one.status is CoverageStatus.ACTIVE]
        return Dated(active, attrgetter("days"))

    def unit_rule_on(self, day: date) -> UnitRule:
        """How minutes become units on a day; the domain's careful default where no rule says."""
        payers = self.payers_on(day)
        stretch = self.policies.stretch_of(day, payers)
        if stretch not in self._unit_rules:
            length = self.policies.parameters_for(UnitLength, day, payers)
            part = self.policies.parameters_for(PartUnits, day, payers)
            self._unit_rules[stretch] = _unit_rule(
                length.unit_minutes if length else None, part.rounding if part else None
            )
        return self._unit_rules[stretch]

    @fact
    def is_combined(self) -> bool:
        """Whether an approval for individual service also covers groups (rules.md PSS-027)."""
        figure = self.policies.parameters_for(GroupUnits, self.today, self.payers_on(self.today))
        return figure is None or figure.combined

    @fact
    def plans(self) -> tuple[Plan, ...]:
        """Plans that were ever real, the one that began last first."""
        found = [plan for plan in self.chart.plans if plan.status not in _UNREAL_PLANS]
        return tuple(sorted(found, key=lambda plan: (str(plan.days.start_on or ""), plan.ref), reverse=True))

    def planned_on(self, day: date) -> Planned:
        """The plans whose days hold a day, the one that began last first."""
        stretch = self._dated_plans.stretch_of(day)
        if stretch not in self._planned:
            plans = self._dated_plans.on(day)
            goal_refs = frozenset(ref for plan in plans for ref in plan.goal_refs)
            self._planned[stretch] = Planned(plans, tuple(plan.ref for plan in plans), goal_refs)
        return self._planned[stretch]

    @fact
    def _dated_plans(self) -> Dated[Plan]:
        return Dated(self.plans, attrgetter("days"))

    @fact
    def goals(self) -> Mapping[str, Goal]:
        """The person's goals by reference."""
        return {goal.ref: goal for goal in self.chart.goals}

    def ordered(self, service_code: str | None, named_ref: str | None) -> Ordered:
        """The orders for a service: the one that a visit names, or all where it names none of them."""
        asked = (service_code, named_ref)
        if asked not in self._ordered:
            found = self._orders_for(service_code)
            named = tuple(order for order in found if order.ref == named_ref)
            orders = named or found
            refs = tuple(order.ref for order in orders)
            signed_on = tuple(order.signed_on for order in orders if order.signed_on is not None)
            self._ordered[asked] = Ordered(self.knows(ChartPart.ORDERS), orders, refs, signed_on)
        return self._ordered[asked]

    def _orders_for(self, service_code: str | None) -> tuple[ServiceOrder, ...]:
        found = [
            order
            for order in self.chart.orders
            if order.status not in _UNREAL_ORDERS and order.service_code == service_code
        ]
        found.sort(key=lambda order: (str(order.signed_on or ""), order.ref), reverse=True)
        return tuple(found)

    def authorized(self, held: Authorization | None) -> Authorized:
        """An approval of the chart, or that there is none, with what rules ask of it."""
        ref = held.ref if held is not None else None
        if ref not in self._authorized:
            self._authorized[ref] = Authorized(self.knows(ChartPart.AUTHORIZATIONS), held, self.approvals)
        return self._authorized[ref]

    def paying(self, payers: PayersOfDay) -> Paying:
        """Those who pay on some days, with what rules ask of them."""
        if payers not in self._paying:
            refs = tuple(coverage.ref for coverage in self.chart.coverages)
            self._paying[payers] = Paying(self.knows(ChartPart.COVERAGES), payers, refs)
        return self._paying[payers]

    @fact
    def approvals(self) -> Approvals:
        """The authorizations, asked by day and service."""
        return Approvals(self.chart.authorizations, combined=self.is_combined)

    @fact
    def _uses(self) -> tuple[DayUse, ...]:
        return uses_by_day(self.visits, self.unit_rule_on)

    def units_alone_on(self, day: date, service_code: str, *, is_group: bool) -> UnitCount:
        """Units of the one visit of a day, service and kind."""
        return self._made[day, service_code, is_group]

    @fact
    def _made(self) -> Mapping[tuple[date, str, bool], UnitCount]:
        return {(use.on, use.service_code, use.is_group): use.made for use in self._uses}

    def ledger_of(self, visits: Iterable[Visit]) -> Ledger:
        """Where the units of some visits fell."""
        return keep_ledger(uses_by_day(visits, self.unit_rule_on), self.approvals, self.pool_of)

    def pool_of(self, day: date, service_code: str) -> Pool:
        """The pool of units without approval that a day of service draws on."""
        episode = self.chart.course.episode_of(day) if self.chart.course.episodes else None
        return Pool(fiscal_year_of(day), service_code, episode.ref if episode else None)

    @fact
    def ledger(self) -> Ledger:
        """Where the units of all visits fell."""
        return keep_ledger(self._uses, self.approvals, self.pool_of)

    def year_use(self, year: int) -> YearUse:
        """What the visits of a fiscal year come to."""
        if year not in self._years:
            days = days_of_fiscal_year(year)
            uses = [use for use in self._uses if days.has(use.on)]
            self._years[year] = year_use(self.diary.of_year(year), uses, self.unit_rule_on)
        return self._years[year]

    def worker(self, ref: str | None) -> WorkerFacts:
        """The facts of whoever gave a service."""
        if ref not in self._workers:
            own = self.chart.specialist
            known = own if own is not None and own.ref == ref else self._specialists.get(ref or "")
            rows = self._staff_rows
            self._workers[ref] = (
                rows.worker(ref, known) if rows is not None else WorkerFacts(known, self.chart.staff, ref=ref)
            )
        return self._workers[ref]

    def knows(self, part: ChartPart) -> bool:
        """Whether a part of the chart was read."""
        return part not in self._unread
