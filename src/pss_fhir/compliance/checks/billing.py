"""Modifiers, other services of the day, caps, payers that no longer pay."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from pss_fhir.compliance.check import Check, Parameters, Subject
from pss_fhir.compliance.checks.missing import NO_START, unread
from pss_fhir.compliance.checks.units import no_visit
from pss_fhir.compliance.facts.ledger import uses_by_day
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.shared import Meeting, Paying
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words, listed, percent_words
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import ContactKind, Modality
from pss_fhir.domain.payer import GROUP_MODIFIER

_NONE_BESIDE = met("The chart shows no such service beside this visit.")
_TELEPHONE = Modality.TELEPHONE
_NO_MODIFIERS = does_not_apply("The record of the visit shows no billing modifiers.")


class ModifierOut(Parameters):
    """Modifiers that are not used on the days the rule is in force."""

    modifiers: tuple[str, ...] = Field(min_length=1)


class ModifierIn(Parameters):
    """A modifier that is needed on the days the rule is in force."""

    modifier: str


class ModifiersOfContact(Parameters):
    """The modifier of a group and of each way of meeting."""

    group: str = GROUP_MODIFIER
    modalities: dict[Modality, str] = Field(default_factory=dict)


class ConcurrentServices(Parameters):
    """Services that peer support is not billed beside.

    Attributes:
        same_day: codes that may not be billed on the same day.
        same_time: codes that may not be billed for the same minutes.
    """

    same_day: tuple[str, ...] = ()
    same_time: tuple[str, ...] = ()


class WeeklyCap(Parameters):
    """Most units from Sunday through Saturday; None where there is no cap."""

    units: int | None = Field(default=None, ge=1)


class TelephoneShare(Parameters):
    """Most part of a person's units in a fiscal year that are by telephone."""

    share: float = Field(gt=0, le=1)


class EndedPayers(Parameters):
    """Payers that do not pay on the days the rule is in force, and who does instead."""

    payers: tuple[str, ...] = Field(min_length=1)
    instead: str


def modifier_out(meeting: Meeting, out: ModifierOut) -> Outcome:
    """A modifier that does not belong to the day is not used."""
    if not meeting.modifiers:
        return _NO_MODIFIERS
    used = [one for one in meeting.modifiers if one in out.modifiers]
    if used:
        return broken(f"Modifier {listed(used)} does not belong to services of this day.")
    return met("No modifier of another time is used.")


def modifier_in(meeting: Meeting, needed: ModifierIn) -> Outcome:
    """A modifier that the day needs is used."""
    if not meeting.modifiers:
        return _NO_MODIFIERS
    if needed.modifier in meeting.modifiers:
        return met(f"Modifier {needed.modifier} is used.")
    return broken(f"Modifier {needed.modifier} is missing; services of this day need it.")


def modifiers_fit(meeting: Meeting, wanted: ModifiersOfContact) -> Outcome:
    """The modifiers say how the service was given."""
    used = set(meeting.modifiers)
    if not used:
        return _NO_MODIFIERS
    needed = {wanted.group} if meeting.kind is ContactKind.GROUP else set()
    if meeting.modality in wanted.modalities:
        needed.add(wanted.modalities[meeting.modality])
    known = {wanted.group, *wanted.modalities.values()}
    missing, surplus = sorted(needed - used), sorted((used & known) - needed)
    if missing or surplus:
        parts = [
            *([f"{listed(missing)} is missing"] if missing else []),
            *([f"{listed(surplus)} does not fit"] if surplus else []),
        ]
        return broken(f"Among the modifiers, {listed(parts)}.", fields=("kind", "modality"))
    return met("The modifiers say how the service was given.")


def no_excluded_service(facts: NoteFacts, excluded: ConcurrentServices) -> Outcome:
    """No service that already holds peer support is billed beside it."""
    if facts.day is None:
        return NO_START
    if not facts.chart.knows(ChartPart.CONTACTS):
        return unread(ChartPart.CONTACTS)
    if not facts.others_of_day and not facts.sharing:
        return _NONE_BESIDE
    beside = {id(one): one for one in facts.others_of_day if one.service_code in excluded.same_day}
    beside |= {id(one): one for one in facts.sharing if one.service_code in excluded.same_time}
    if not beside:
        return _NONE_BESIDE
    codes = sorted({one.service_code or "" for one in beside.values()})
    return broken(
        f"The chart shows a service under {listed(codes)} at the same time or on the same day.",
        fields=("started_at",),
        records=tuple(one.contact.ref for one in beside.values() if one.contact.ref),
    )


def within_week(facts: NoteFacts, cap: WeeklyCap) -> Outcome:
    """The units of a week stay within the payer's cap."""
    if cap.units is None:
        return does_not_apply("No weekly cap is set for this payer.")
    visit, day = facts.visit, facts.day
    if visit is None or day is None:
        return no_visit(facts)
    if not facts.chart.knows(ChartPart.CONTACTS):
        return unread(ChartPart.CONTACTS)
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    week = [one for offset in range(7) for one in facts.chart.diary.on(sunday + timedelta(days=offset))]
    others = [one for one in facts.others(week) if one.service_code == facts.service_code]
    used = sum(use.made.units for use in uses_by_day(others, facts.chart.unit_rule_on))

    def arithmetic() -> str:
        return f"{used} + {visit.units} units in the week of {day_words(sunday)}, at most {cap.units}"

    if used + visit.units > cap.units:
        return broken(
            f"With this visit the week holds {used + visit.units} units; up to {cap.units} are paid.",
            fields=("started_at", "ended_at"),
            arithmetic=arithmetic(),
        )
    return met(
        lambda: f"The week holds {counted(used + visit.units, 'unit')} with this visit.",
        arithmetic=arithmetic,
    )


def telephone_share(facts: NoteFacts, limit: TelephoneShare) -> Outcome:
    """Time by telephone stays a small part of a person's service."""
    if facts.contact.modality is not _TELEPHONE:
        return does_not_apply("They did not meet by telephone.")
    use = facts.year_use
    if use is None:
        return no_visit(facts)
    if not facts.chart.knows(ChartPart.CONTACTS):
        return unread(ChartPart.CONTACTS)
    if use.unclear:
        return cannot_tell(f"{counted(use.unclear, 'visit')} of the fiscal year do not say how you met.")
    by_phone, whole = use.by_telephone, use.units
    most = percent_words(limit.share)
    arithmetic = f"{by_phone} of {counted(whole, 'unit')} of the fiscal year by telephone, at most {most}"
    if by_phone > limit.share * whole:
        return broken(
            f"With this call {by_phone} of {counted(whole, 'unit')} of the fiscal year are by telephone, "
            f"more than {most}.",
            fields=("modality",),
            arithmetic=arithmetic,
        )
    return met(
        f"{by_phone} of {counted(whole, 'unit')} of the fiscal year are by telephone.", arithmetic=arithmetic
    )


def payer_pays(paying: Paying, ended: EndedPayers) -> Outcome:
    """The coverage names a payer that pays on the day of service."""
    if not paying.is_known:
        return unread(ChartPart.COVERAGES)
    named = [payer for payer in paying.payers.payers if payer.key in ended.payers]
    if named:
        return broken(
            f"The coverage names {listed(payer.name for payer in named)}, which does not pay for this day. "
            f"Who does: {ended.instead}.",
            records=paying.coverage_refs,
        )
    return met("The coverage names no payer of another time.")


CHECKS = (
    Check("modifier-out", Subject.NOTE, ModifierOut, modifier_out, about=Meeting),
    Check("modifier-in", Subject.NOTE, ModifierIn, modifier_in, about=Meeting),
    Check("modifiers-fit", Subject.NOTE, ModifiersOfContact, modifiers_fit, about=Meeting),
    Check("no-excluded-service", Subject.NOTE, ConcurrentServices, no_excluded_service),
    Check("units-within-week", Subject.NOTE, WeeklyCap, within_week),
    Check("telephone-share", Subject.NOTE, TelephoneShare, telephone_share),
    Check("payer-pays", Subject.NOTE, EndedPayers, payer_pays, about=Paying),
)
