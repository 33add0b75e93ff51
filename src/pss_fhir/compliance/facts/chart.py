"""The facts of one chart that its notes share: contacts once each, payers, unit rules, where units fell."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from pss_fhir.clock import local_date
from pss_fhir.compliance.facts.ledger import Ledger, Pool, keep_ledger, uses_by_day
from pss_fhir.compliance.facts.staff_rows import StaffRows
from pss_fhir.compliance.facts.visit import Visit, visits_of
from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.compliance.figures import GroupUnits, PartUnits, UnitLength
from pss_fhir.compliance.fiscal_year import fiscal_year_of
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import Contact, ContactStatus
from pss_fhir.domain.note import NoteStatus, ServiceNote
from pss_fhir.domain.payer import Coverage, CoverageStatus
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.domain.units import UnitRule

TOOK_PLACE = frozenset({ContactStatus.FINISHED, ContactStatus.IN_PROGRESS, ContactStatus.UNKNOWN})
"""States in which a contact is time that was given."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _started(note: ServiceNote) -> datetime:
    """The start of a note's visit in UTC, for sorting; a note without one comes first."""
    started_at = note.contact.started_at
    return started_at.astimezone(UTC) if started_at else _LONG_AGO


class ChartFacts:
    """What the rules ask of one chart, each worked out at most once.

    Args:
        chart: the client's records.
        policies: the loaded rules.
        as_of: the moment of asking.
        specialists: others than the chart's own who gave services in it, as the EHR knows them, by reference.
        staff_rows: the chart's staff records by person, where they are sorted already.
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
        self.as_of = as_of
        self.today = local_date(as_of)
        self._specialists = specialists or {}
        # Sorting everybody's rows takes its time, so it is done once where all charts hold the same records.
        self._staff_rows = staff_rows if staff_rows and staff_rows.records is chart.staff else None
        self._payers: dict[date, PayersOfDay] = {}
        self._unit_rules: dict[date, UnitRule] = {}
        self._workers: dict[str | None, WorkerFacts] = {}

    @cached_property
    def notes(self) -> tuple[ServiceNote, ...]:
        """Notes that count, in the order of service."""
        current = [note for note in self.chart.notes if note.status is NoteStatus.CURRENT]
        return tuple(sorted(current, key=lambda note: (_started(note), note.note_identifier)))

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """Contacts that took place, each once, in the order of service; a signed note knows best."""
        found: dict[str, Contact] = {}
        for contact in (*(note.contact for note in self.notes), *self.chart.contacts):
            if contact.status not in TOOK_PLACE or contact.started_at is None:
                continue
            names = [name for name in (contact.ref, contact.contact_identifier) if name]
            if not any(name in found for name in names):
                found.update(
                    dict.fromkeys(names or [f"unnamed {contact.started_at} {contact.kind}"], contact)
                )
        return visits_of({id(contact): contact for contact in found.values()}.values())

    @cached_property
    def _by_day(self) -> Mapping[date, Sequence[Visit]]:
        by_day: dict[date, list[Visit]] = defaultdict(list)
        for visit in self.visits:
            by_day[visit.on].append(visit)
        return by_day

    @cached_property
    def _longest_days(self) -> int:
        """Days a visit may reach beyond the one on which it starts."""
        spans = [visit.span for visit in self.visits if visit.span is not None]
        return max(((span.ended_at - span.started_at).days + 1 for span in spans), default=0)

    def visits_on(self, day: date) -> Sequence[Visit]:
        """The visits of one day of service, in their order."""
        return self._by_day.get(day, ())

    def visits_sharing(self, span: TimeSpan) -> tuple[Visit, ...]:
        """The visits that share a moment with a span, in their order."""
        first = local_date(span.started_at) - timedelta(days=self._longest_days)
        days = (local_date(span.ended_at) - first).days
        return tuple(
            visit
            for offset in range(days + 1)
            for visit in self.visits_on(first + timedelta(days=offset))
            if visit.span is not None and visit.span.overlaps(span)
        )

    def notes_before(self, started_at: datetime | None, count: int) -> Sequence[ServiceNote]:
        """The last notes of visits that started before a moment, or the last of all without one."""
        end = len(self.notes)
        if started_at is not None:
            end = bisect_left(self._note_starts, started_at.astimezone(UTC))
        return self.notes[max(end - count, 0) : end]

    @cached_property
    def _note_starts(self) -> Sequence[datetime]:
        return [_started(note) for note in self.notes]

    def payers_on(self, day: date) -> PayersOfDay:
        """Who pays on a day, by the coverages in force."""
        if day not in self._payers:
            self._payers[day] = self.policies.payers.paying(self.coverages_on(day))
        return self._payers[day]

    def coverages_on(self, day: date) -> tuple[Coverage, ...]:
        """The coverages in force on a day."""
        return tuple(
            coverage
            for coverage in self.chart.coverages
            if coverage.status is CoverageStatus.ACTIVE and coverage.days.has(day)
        )

    def unit_rule_on(self, day: date) -> UnitRule:
        """How minutes become units on a day; the domain's careful default where no rule says."""
        if day not in self._unit_rules:
            payers = self.payers_on(day)
            length = self.policies.parameters_for(UnitLength, day, payers)
            part = self.policies.parameters_for(PartUnits, day, payers)
            given = {"unit_minutes": length.unit_minutes} if length else {}
            self._unit_rules[day] = UnitRule(**given, **({"rounding": part.rounding} if part else {}))
        return self._unit_rules[day]

    @cached_property
    def is_combined(self) -> bool:
        """Whether an approval for individual service also covers groups (rules.md PSS-027)."""
        figure = self.policies.parameters_for(GroupUnits, self.today, self.payers_on(self.today))
        return figure is None or figure.combined

    def ledger_of(self, visits: Iterable[Visit]) -> Ledger:
        """Where the units of some visits fell."""
        return keep_ledger(
            uses_by_day(visits, self.unit_rule_on),
            self.chart.authorizations,
            combined=self.is_combined,
            pool_of=self.pool_of,
        )

    def pool_of(self, day: date, service_code: str) -> Pool:
        """The pool of units without approval that a day of service draws on."""
        episode = self.chart.course.episode_of(day) if self.chart.course.episodes else None
        return Pool(fiscal_year_of(day), service_code, episode.ref if episode else None)

    @cached_property
    def ledger(self) -> Ledger:
        """Where the units of all visits fell."""
        return self.ledger_of(self.visits)

    def worker(self, ref: str | None) -> WorkerFacts:
        """The facts of whoever gave a service."""
        if ref not in self._workers:
            own = self.chart.specialist
            known = own if own is not None and own.ref == ref else self._specialists.get(ref or "")
            self._workers[ref] = self._worker(known, ref)
        return self._workers[ref]

    def _worker(self, known: Specialist | None, ref: str | None) -> WorkerFacts:
        rows = self._staff_rows
        if rows is None:
            return WorkerFacts(known, self.chart.staff, ref=ref)
        member = rows.member_at(ref)
        return WorkerFacts(known, rows.of(member) if member else StaffRecords(), ref=ref, member=member)

    def knows(self, part: ChartPart) -> bool:
        """Whether a part of the chart was read."""
        return self.chart.knows(part)
