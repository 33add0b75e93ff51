"""The facts of one note, while it is a draft or after it was signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from pss_fhir.clock import local_date
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.ledger import Ledger, approvals_for, without_overlap
from pss_fhir.compliance.facts.visit import Visit
from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.group import GroupSession
from pss_fhir.domain.note import NoteDraft, ServiceNote, Signature
from pss_fhir.domain.payer import Authorization
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.units import UnitCount, units_of_day


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval and what was used of it before the visit.

    Attributes:
        used: units our own count finds.
        used_by_payer: units the payer says are used, None where it does not say.
    """

    authorization: Authorization
    used: int

    @property
    def left(self) -> int | None:
        """Units left before the visit by the larger of the two counts; None where no number was approved."""
        if self.authorization.units is None:
            return None
        return self.authorization.units - max(self.used, self.authorization.units_used_by_payer or 0)


class NoteFacts:
    """What the rules ask of one note.

    Args:
        chart: the facts of its chart.
        draft: the note's content.
        signed: the signed note that the draft is a view of, None while it is being written.
        contact: the contact as recorded, where that says more than a draft can (modifiers, group size).
    """

    def __init__(
        self,
        chart: ChartFacts,
        draft: NoteDraft,
        *,
        signed: ServiceNote | None = None,
        contact: Contact | None = None,
    ) -> None:
        self.chart = chart
        self.draft = draft
        self.signed = signed
        self.contact = contact or (signed.contact if signed else draft.contact)
        self.is_recorded = contact is not None or signed is not None

    @property
    def lacks_note(self) -> bool:
        """Whether it is a visit of the record for which no note was written."""
        return self.is_recorded and self.signed is None

    @cached_property
    def day(self) -> date | None:
        """The day of service in North Carolina, None while there is no start."""
        return self.contact.service_on

    @cached_property
    def payers(self) -> PayersOfDay:
        """Who pays on the day of service, or today while that is not known."""
        return self.chart.payers_on(self.day or self.chart.today)

    @property
    def signature(self) -> Signature | None:
        """The signature, None for a draft."""
        return self.signed.signature if self.signed else None

    @property
    def entered_at(self) -> datetime:
        """When the note was signed, or the moment of asking while it is not."""
        return self.signed.signature.signed_at if self.signed else self.chart.as_of

    @cached_property
    def entered_on(self) -> date:
        """The day on which the note was, or would now be, signed."""
        return local_date(self.entered_at)

    @property
    def worker(self) -> WorkerFacts:
        """The facts of whoever gave the service."""
        return self.chart.worker(self.contact.specialist_ref)

    @property
    def focus(self) -> str:
        """The record a finding speaks of."""
        if self.signed is not None:
            return self.signed.ref or self.signed.note_identifier
        return (
            (self.contact.ref or self.draft.note_identifier)
            if self.is_recorded
            else self.draft.note_identifier
        )

    @cached_property
    def own_names(self) -> frozenset[str]:
        """References and identifiers by which the visit itself may be among the chart's visits."""
        names = (
            self.contact.ref,
            self.contact.contact_identifier,
            self.draft.encounter_ref,
            self.draft.note_identifier,
        )
        return frozenset(name for name in names if name)

    def others(self, visits: Iterable[Visit]) -> tuple[Visit, ...]:
        """Those of some visits that are not this one."""
        return tuple(visit for visit in visits if self.own_names.isdisjoint(visit.names))

    @cached_property
    def session(self) -> GroupSession | None:
        """The group session that the visit was part of, None where none is known."""
        ref = self.contact.group_ref
        sessions = self.chart.chart.course.sessions or ()
        return next((one for one in sessions if one.ref == ref), None) if ref else None

    @cached_property
    def span(self) -> TimeSpan | None:
        """The time of the visit, None while a start or an end is missing."""
        return self.contact.span

    @cached_property
    def visit(self) -> UnitCount | None:
        """Units this visit adds to what its day already holds; None while a time or the code is missing."""
        span, day, code = self.span, self.day, self.contact.service_code
        if span is None or day is None or code is None:
            return None
        rule = self.chart.unit_rule_on(day)
        own = units_of_day((span,), rule)
        before = self._spans_of_day(day, code)
        if not before:
            return own
        earlier = units_of_day(without_overlap(before), rule)
        whole = units_of_day(without_overlap((*before, span)), rule)
        units = whole.units - earlier.units
        return (
            own
            if units == own.units
            else UnitCount(minutes=own.minutes, units=max(units, 0), left_over_minutes=0)
        )

    def _spans_of_day(self, day: date, code: str) -> list[TimeSpan]:
        return [
            other.span
            for other in self.others(self.chart.visits_on(day))
            if other.span is not None
            and other.contact.service_code == code
            and other.contact.is_group == self.contact.is_group
            and self._comes_before(other)
        ]

    def _comes_before(self, other: Visit) -> bool:
        """Whether the other's units are used before this visit's: all are, while this is a draft."""
        started_at = self.contact.started_at
        if not self.is_recorded or started_at is None:
            return True
        return other.order < (started_at, self.contact.ref or self.contact.contact_identifier or "")

    @cached_property
    def _ledger(self) -> Ledger:
        """Where units fell: of all others for a draft, of everything for a note of the record."""
        return self.chart.ledger if self.is_recorded else self.chart.ledger_of(self.others(self.chart.visits))

    @cached_property
    def approvals(self) -> tuple[Approval, ...]:
        """The approvals of the day of service, the one that ends first first."""
        if self.day is None or self.contact.service_code is None:
            return ()
        before = self.day if self.is_recorded else None
        return tuple(
            Approval(held, self._ledger.used(held.ref, before=before))
            for held in approvals_for(
                self.chart.chart.authorizations,
                self.day,
                self.contact.service_code,
                is_group=self.contact.is_group,
                combined=self.chart.is_combined,
            )
        )

    @cached_property
    def unmanaged_before(self) -> int:
        """Units of the pool used without an approval before this visit; 0 on an unknown day."""
        if self.day is None or self.contact.service_code is None:
            return 0
        before = self.day if self.is_recorded else None
        pool = self.chart.pool_of(self.day, self.contact.service_code)
        earlier = self._earlier_same_day if self.is_recorded and not self.approvals else 0
        return self._ledger.used_unmanaged(pool, before=before) + earlier

    @cached_property
    def _earlier_same_day(self) -> int:
        """Units of the same day and service that were used before a recorded visit."""
        if self.day is None or self.contact.service_code is None:
            return 0
        spans = self._spans_of_day(self.day, self.contact.service_code)
        return units_of_day(without_overlap(spans), self.chart.unit_rule_on(self.day)).units

    @property
    def left_under_approvals(self) -> int | None:
        """Units left under all approvals of the day before this visit; None where one sets no number."""
        left = [approval.left for approval in self.approvals]
        if any(units is None for units in left):
            return None
        known = sum(units for units in left if units is not None)
        return known - (self._earlier_same_day if self.is_recorded else 0)
