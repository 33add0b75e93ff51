"""The facts of one note, while it is a draft or after it was signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date
from typing import NamedTuple

from pss_fhir.clock import local_date
from pss_fhir.compliance.facts.chart import ChartFacts, Planned
from pss_fhir.compliance.facts.draft_view import DraftView
from pss_fhir.compliance.facts.fact import fact
from pss_fhir.compliance.facts.ledger import Ledger, uses_by_day, without_overlap
from pss_fhir.compliance.facts.shared import Authorized, Meeting, Ordered, Paying
from pss_fhir.compliance.facts.visit import Visit, visits_of
from pss_fhir.compliance.facts.year_use import YearUse, year_use
from pss_fhir.compliance.fiscal_year import fiscal_year_of
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.group import GroupSession
from pss_fhir.domain.note import NoteDraft, ServiceNote, Signature
from pss_fhir.domain.payer import Authorization
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.units import UnitCount, units_of_day


class Approval(NamedTuple):
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
        units = self.authorization.units
        return None if units is None else units - max(self.used, self.authorization.units_used_by_payer or 0)


class NoteFacts:
    """What the rules ask of one note.

    Args:
        chart: the facts of its chart.
        draft: the note's content.
        signed: the signed note that the draft is a view of, None while it is being written.
        contact: the contact as recorded, where that says more than a draft can (modifiers, group size).

    Attributes:
        is_recorded: whether it is of the record, and no draft.
        lacks_note: whether it is a visit of the record for which no note was written.
        signature: the signature, None for a draft.
        entered_at: when the note was signed, or the moment of asking while it is not.
        day: the day of service in North Carolina, None while there is no start.
        started_at, ended_at: the time of the visit, None while it is missing.
        service_code, is_group, place: as the contact says.
        payers: who pays on the day of service, or today while that is not known.
        worker: the facts of whoever gave the service.

    All moments are in UTC.
    """

    def __init__(
        self,
        chart: ChartFacts,
        draft: NoteDraft | DraftView,
        *,
        signed: ServiceNote | None = None,
        contact: Contact | None = None,
    ) -> None:
        self.chart = chart
        self.draft = draft
        self.signed = signed
        self.contact = contact or (signed.contact if signed else draft.contact)
        self.is_recorded = contact is not None or signed is not None
        self.lacks_note = self.is_recorded and signed is None
        self.signature: Signature | None = signed.signature if signed else None
        self.entered_at = self.signature.signed_at.astimezone(UTC) if self.signature else chart.as_of
        recorded = self._recorded = chart.diary.visit_of(self.contact) if self.is_recorded else None
        visit = recorded or next(iter(visits_of((self.contact,))), None)
        self.day = visit.on if visit else None
        self.started_at = visit.started_at if visit else None
        self.ended_at = visit.ended_at if visit else None
        self.service_code = visit.service_code if visit else self.contact.service_code
        self.is_group = visit.is_group if visit else self.contact.is_group
        self.place = self.contact.place
        self.payers = chart.payers_on(self.day or chart.today)
        self.worker = chart.worker(self.contact.specialist_ref)
        # Nearly every visit is the only one on record of its day.
        self._is_alone = recorded is not None and len(chart.diary.on(recorded.on)) == 1

    @fact
    def span(self) -> TimeSpan | None:
        """The time of the visit, None while a start or an end is missing."""
        return self.contact.span

    @fact
    def entered_on(self) -> date:
        """The day on which the note was, or would now be, signed."""
        return local_date(self.entered_at)

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

    @fact
    def own_names(self) -> frozenset[str]:
        """References and identifiers by which the visit itself may be among the chart's visits."""
        names = (
            self.contact.ref,
            self.contact.contact_identifier,
            self.draft.encounter_ref,
            self.draft.note_identifier,
        )
        return frozenset(filter(None, names))

    def others(self, visits: Iterable[Visit]) -> tuple[Visit, ...]:
        """Those of some visits that are not this one."""
        own = self.own_names
        return tuple([visit for visit in visits if own.isdisjoint(visit.names)])

    @fact
    def others_of_day(self) -> tuple[Visit, ...]:
        """The other visits of the day of service; none while that is not known."""
        if self.day is None or self._is_alone:
            return ()
        return self.others(self.chart.diary.on(self.day))

    @fact
    def sharing(self) -> tuple[Visit, ...]:
        """The other visits that share a moment with this one; none while its time is not known."""
        if self._recorded is not None:
            clashing = self.chart.diary.clashing_with(self._recorded)
            return self.others(clashing) if clashing else ()
        return self.others(self.chart.diary.sharing(self.span)) if self.span is not None else ()

    @fact
    def session(self) -> GroupSession | None:
        """The group session that the visit was part of, None where none is known."""
        ref = self.contact.group_ref
        sessions = self.chart.chart.course.sessions or ()
        return next((one for one in sessions if one.ref == ref), None) if ref else None

    @fact
    def own_units(self) -> UnitCount | None:
        """Units that the visit's time makes by itself; None while a time or the code is missing."""
        code = self.service_code
        if self.ended_at is None or self.day is None or code is None:
            return None
        if self._is_alone:
            # The chart has counted its units already.
            return self.chart.units_alone_on(self.day, code, is_group=self.is_group)
        return units_of_day((self.span,), self.chart.unit_rule_on(self.day)) if self.span else None

    @fact
    def counted_before(self) -> tuple[TimeSpan, ...]:
        """The times that share a moment with the visit and whose units are used before its own."""
        return tuple([each for each in self._earlier_spans if self.span and each.overlaps(self.span)])

    @fact
    def visit(self) -> UnitCount | None:
        """Units this visit adds to what its day already holds; None while a time or the code is missing."""
        own, day, before = self.own_units, self.day, self._earlier_spans
        if own is None or day is None or not before or (span := self.span) is None:
            return own
        rule = self.chart.unit_rule_on(day)
        whole = units_of_day(without_overlap((*before, span)), rule)
        units = whole.units - self._earlier_same_day
        return (
            own
            if units == own.units
            else UnitCount(minutes=own.minutes, units=max(units, 0), left_over_minutes=0)
        )

    @fact
    def _earlier_spans(self) -> list[TimeSpan]:
        """The time of the same day, service and kind of visit whose units are used before this visit's."""
        if self.service_code is None:
            return []
        return [
            span
            for other in self.others_of_day
            if other.service_code == self.service_code
            and other.is_group == self.is_group
            and self._comes_before(other)
            and (span := other.span) is not None
        ]

    def _comes_before(self, other: Visit) -> bool:
        """Whether the other's units are used before this visit's: all are, while this is a draft."""
        started_at = self.started_at
        if not self.is_recorded or started_at is None:
            return True
        return other.order < (started_at, self.contact.ref or self.contact.contact_identifier or "")

    @fact
    def _ledger(self) -> Ledger:
        """Where units fell: of all others for a draft, of everything for a note of the record."""
        return self.chart.ledger if self.is_recorded else self.chart.ledger_of(self.others(self.chart.visits))

    @property
    def meeting(self) -> Meeting:
        """How and where people met."""
        contact = self.contact
        return Meeting(contact.kind, contact.modality, self.place, contact.modifiers)

    @property
    def paying(self) -> Paying:
        """Who pays on the day of service."""
        return self.chart.paying(self.payers)

    @fact
    def ordered(self) -> Ordered:
        """The orders for the visit's service."""
        return self.chart.ordered(self.service_code, self.contact.order_ref)

    @property
    def authorized(self) -> Authorized:
        """The authorization that the visit falls under."""
        return self.chart.authorized(self.approvals[0].authorization if self.approvals else None)

    @fact
    def order_signed_on(self) -> date | None:
        """The latest signature of an order that was there by the day of service."""
        for on in self.ordered.signed_on:
            if self.day is not None and on <= self.day:
                return on
        return None

    @fact
    def planned(self) -> Planned:
        """The plans whose days hold the day of service."""
        return self.chart.planned_on(self.day) if self.day is not None else Planned(())

    @fact
    def year_use(self) -> YearUse | None:
        """What the visits of the fiscal year come to, this call with them; None on an unknown day."""
        if self.day is None or self.visit is None:
            return None
        year = fiscal_year_of(self.day)
        if self._recorded is not None:
            return self.chart.year_use(year)
        others = self.others(self.chart.diary.of_year(year))
        rule_on = self.chart.unit_rule_on
        return year_use(others, uses_by_day(others, rule_on), rule_on).with_call(self.visit.units)

    @fact
    def approvals(self) -> tuple[Approval, ...]:
        """The approvals of the day of service, the one that ends first first."""
        if self.day is None or self.service_code is None:
            return ()
        before = self.day if self.is_recorded else None
        held = self.chart.approvals.on(self.day, self.service_code, is_group=self.is_group)
        return tuple([Approval(one, self._ledger.used(one.ref, before=before)) for one in held])

    @fact
    def unmanaged_before(self) -> int:
        """Units of the pool used without an approval before this visit; 0 on an unknown day."""
        if self.day is None or self.service_code is None:
            return 0
        before = self.day if self.is_recorded else None
        pool = self.chart.pool_of(self.day, self.service_code)
        earlier = self._earlier_same_day if self.is_recorded and not self.approvals else 0
        return self._ledger.used_unmanaged(pool, before=before) + earlier

    @fact
    def _earlier_same_day(self) -> int:
        """Units of the same day and service that were used before a recorded visit."""
        if self.day is None or not self._earlier_spans:
            return 0
        return units_of_day(without_overlap(self._earlier_spans), self.chart.unit_rule_on(self.day)).units

    @property
    def left_under_approvals(self) -> int | None:
        """Units left under all approvals of the day before this visit; None where one sets no number."""
        left = 0
        for approval in self.approvals:
            if (units := approval.left) is None:
                return None
            left += units
        return left - (self._earlier_same_day if self.is_recorded else 0)
