"""The facts of one chart that its notes share: contacts once each, payers, unit rules, where units fell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property

from pss_fhir.clock import local_date
from pss_fhir.compliance.facts.ledger import Ledger, keep_ledger, uses_by_day
from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.compliance.figures import GroupUnits, PartUnits, UnitLength
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import Contact, ContactStatus
from pss_fhir.domain.note import NoteStatus, ServiceNote
from pss_fhir.domain.payer import CoverageStatus
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.units import UnitRule

TOOK_PLACE = frozenset({ContactStatus.FINISHED, ContactStatus.IN_PROGRESS, ContactStatus.UNKNOWN})
"""States in which a contact is time that was given."""


class ChartFacts:
    """What the rules ask of one chart, each worked out at most once.

    Args:
        chart: the client's records.
        policies: the loaded rules.
        as_of: the moment of asking.
        specialists: others than the chart's own who gave services in it, as the EHR knows them.
    """

    def __init__(
        self,
        chart: Chart,
        policies: PolicySet,
        *,
        as_of: datetime,
        specialists: Iterable[Specialist] = (),
    ) -> None:
        self.chart = chart
        self.policies = policies
        self.as_of = as_of
        self.today = local_date(as_of)
        self._specialists = {one.ref: one for one in specialists}
        if chart.specialist is not None:
            self._specialists[chart.specialist.ref] = chart.specialist
        self._payers: dict[date, PayersOfDay] = {}
        self._unit_rules: dict[date, UnitRule] = {}
        self._workers: dict[str | None, WorkerFacts] = {}

    @cached_property
    def notes(self) -> tuple[ServiceNote, ...]:
        """Notes that count, in the order of service."""
        current = [note for note in self.chart.notes if note.status is NoteStatus.CURRENT]
        return tuple(sorted(current, key=lambda note: (str(note.contact.started_at), note.note_identifier)))

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
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
        kept = {id(contact): contact for contact in found.values()}.values()
        return tuple(sorted(kept, key=lambda contact: (contact.started_at, contact.ref or "")))

    def contacts_without(self, names: Iterable[str | None]) -> tuple[Contact, ...]:
        """The contacts that go by none of some references and identifiers."""
        own = {name for name in names if name}
        return tuple(
            contact for contact in self.contacts if not own & {contact.ref, contact.contact_identifier}
        )

    def payers_on(self, day: date) -> PayersOfDay:
        """Who pays on a day, by the coverages in force."""
        if day not in self._payers:
            self._payers[day] = self.policies.payers.paying(
                coverage
                for coverage in self.chart.coverages
                if coverage.status is CoverageStatus.ACTIVE and coverage.days.has(day)
            )
        return self._payers[day]

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

    def ledger_of(self, contacts: Iterable[Contact]) -> Ledger:
        """Where the units of some contacts fell."""
        return keep_ledger(
            uses_by_day(contacts, self.unit_rule_on), self.chart.authorizations, combined=self.is_combined
        )

    @cached_property
    def ledger(self) -> Ledger:
        """Where the units of all contacts fell."""
        return self.ledger_of(self.contacts)

    def worker(self, ref: str | None) -> WorkerFacts:
        """The facts of whoever gave a service."""
        if ref not in self._workers:
            known = self._specialists.get(ref) if ref is not None else None
            self._workers[ref] = WorkerFacts(known, self.chart.staff, ref=ref)
        return self._workers[ref]

    def knows(self, part: ChartPart) -> bool:
        """Whether a part of the chart was read."""
        return self.chart.knows(part)
