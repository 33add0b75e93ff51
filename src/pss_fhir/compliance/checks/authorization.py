"""Units that may be used without an approval, and under one."""

from __future__ import annotations

from functools import partial

from pydantic import Field

from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import unread
from pss_fhir.compliance.checks.units import no_visit
from pss_fhir.compliance.facts.approvals import COUNTING
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.shared import Authorized
from pss_fhir.compliance.figures import UnmanagedUnits
from pss_fhir.compliance.fiscal_year import fiscal_year_of, fiscal_year_words
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.payer import AuthorizationStatus
from pss_fhir.domain.units import UnitCount

_TIMES = ("started_at", "ended_at")
_COUNTED = (ChartPart.AUTHORIZATIONS, ChartPart.CONTACTS)


class Size(Parameters):
    """How much one authorization may hold.

    Attributes:
        units: most units.
        days: most calendar days, first and last included.
        is_first: whether the rule speaks of the first authorization of a run, or of later ones.
        gap_days: days without an approval after which a run begins anew.
    """

    units: int = Field(ge=1)
    days: int = Field(ge=1)
    is_first: bool
    gap_days: int = Field(default=60, ge=0)


def _shown_use(visit: UnitCount, used: int, units: int, what: str) -> str:
    return (
        f"{visit.in_words()}; {used} of {counted(units, 'unit')} {what} used before, "
        f"{used + visit.units} with this visit"
    )


def _unread_use(facts: NoteFacts) -> Outcome | None:
    for part in _COUNTED:
        if not facts.chart.knows(part):
            return unread(part)
    return None


def within_unmanaged(facts: NoteFacts, pool: UnmanagedUnits) -> Outcome:
    """Units without approval stay within those that need none."""
    visit, day = facts.visit, facts.day
    if visit is None or day is None:
        return no_visit(facts)
    if missing := _unread_use(facts):
        return missing
    if facts.approvals:
        return does_not_apply("An approval covers the day.")
    used = facts.unmanaged_before
    year = fiscal_year_words(fiscal_year_of(day))
    if used >= pool.units > 0 and visit.units:
        return does_not_apply(
            f"The {pool.units} units of {year} that need no approval were used before; "
            "rule pss-024 speaks of that."
        )
    arithmetic = partial(_shown_use, visit, used, pool.units, f"of {year} without approval")
    over = used + visit.units - pool.units
    if over > 0:
        return broken(
            f"{counted(max(pool.units - used, 0), 'unit is', 'units are')} left of the {pool.units} "
            f"that need no approval; this visit takes {visit.units}, so {over} of them "
            f"{'needs' if over == 1 else 'need'} an authorization.",
            fields=_TIMES,
            arithmetic=arithmetic(),
        )
    return met(
        lambda: (
            f"{used + visit.units} of {counted(pool.units, 'unit')} without approval "
            "are used with this visit."
        ),
        arithmetic=arithmetic,
    )


def approved_beyond_unmanaged(facts: NoteFacts, _: NoParameters) -> Outcome:
    """Units beyond those that need no approval fall under an authorization with units left."""
    visit, day = facts.visit, facts.day
    if visit is None or day is None:
        return no_visit(facts)
    if missing := _unread_use(facts):
        return missing
    if visit.units == 0:
        return does_not_apply("The visit makes no unit.")
    return _under_approvals(facts, visit) if facts.approvals else _without_approval(facts, visit)


def _under_approvals(facts: NoteFacts, visit: UnitCount) -> Outcome:
    records = tuple([approval.authorization.ref for approval in facts.approvals])
    left = facts.left_under_approvals
    if left is None:
        return cannot_tell("The authorization does not say how many units were approved.", records=records)
    approved = sum([approval.authorization.units or 0 for approval in facts.approvals])
    used = approved - left

    def arithmetic() -> str:
        by_payer = [(one.authorization.units_used_by_payer or 0, one.used) for one in facts.approvals]
        is_payers_own = any(theirs > ours for theirs, ours in by_payer)
        whose = " (by the payer's own count, which is higher than ours)" if is_payers_own else ""
        return _shown_use(visit, used, approved, "approved") + whose

    if visit.units > left:
        return broken(
            f"{counted(max(left, 0), 'unit is', 'units are')} left in the authorization; "
            f"this visit takes {visit.units}.",
            fields=_TIMES,
            records=records,
            arithmetic=arithmetic(),
        )
    return met(
        lambda: (
            f"{counted(left - visit.units, 'unit is', 'units are')} left in the authorization "
            "after this visit."
        ),
        records=records,
        arithmetic=arithmetic,
    )


def _without_approval(facts: NoteFacts, visit: UnitCount) -> Outcome:
    day = facts.day
    assert day is not None  # noqa: S101 - a visit with units has a day
    pool = facts.chart.policies.parameters_for(UnmanagedUnits, day, facts.payers)
    free = pool.units if pool else 0
    used = facts.unmanaged_before
    if used < free:
        return does_not_apply(
            f"Of the {free} units that need no approval, {free - used} were left before this visit."
        )
    year = fiscal_year_words(fiscal_year_of(day))
    records = tuple(held.ref for held in facts.chart.chart.authorizations)
    return broken(
        f"The {free} units of {year} that need no approval are used, and {_why_none(facts)}.",
        fields=_TIMES,
        records=records,
        arithmetic=_shown_use(visit, used, free, f"of {year} without approval"),
    )


def _why_none(facts: NoteFacts) -> str:
    """In which way no authorization covers the day."""
    held = [one for one in facts.chart.chart.authorizations if one.service_code == facts.service_code]
    waiting = [one for one in held if one.status is AuthorizationStatus.PENDED]
    ended = [
        one.days.end_on
        for one in held
        if one.status in COUNTING
        and one.days.end_on is not None
        and facts.day
        and one.days.end_on < facts.day
    ]
    begins = [
        one.days.start_on
        for one in held
        if one.status in COUNTING
        and one.days.start_on is not None
        and facts.day
        and facts.day < one.days.start_on
    ]
    if waiting:
        return "the payer has not decided on the request yet"
    if ended:
        return f"the last authorization ended on {day_words(max(ended))}"
    if begins:
        return f"the authorization begins on {day_words(min(begins))}"
    if any(one.status is AuthorizationStatus.DENIED for one in held):
        return "the payer denied the request"
    return "the chart holds no authorization for this day"


def within_size(authorized: Authorized, size: Size) -> Outcome:
    """The authorization of the day is not larger than one authorization may be."""
    if not authorized.is_known:
        return unread(ChartPart.AUTHORIZATIONS)
    held = authorized.held
    if held is None:
        return does_not_apply("No approval covers the day.")
    follows = authorized.approvals.follows_on(held, size.gap_days)
    if follows == size.is_first:
        return does_not_apply(
            "The authorization follows on an earlier one." if follows else "It is the first authorization."
        )
    if held.units is None:
        return cannot_tell(
            "The authorization does not say how many units were approved.", records=(held.ref,)
        )
    if held.days.start_on is None or held.days.end_on is None:
        return cannot_tell("The authorization does not say from when to when it counts.", records=(held.ref,))
    days = (held.days.end_on - held.days.start_on).days + 1
    arithmetic = (
        f"{counted(held.units, 'unit')} in {counted(days, 'day')}; at most {size.units} in {size.days}"
    )
    if held.units > size.units or days > size.days:
        return broken(
            f"The authorization holds {counted(held.units, 'unit')} over {counted(days, 'day')}; "
            f"one authorization is up to {size.units} units in {size.days} days.",
            records=(held.ref,),
            arithmetic=arithmetic,
        )
    return met("The authorization is within its usual size.", records=(held.ref,), arithmetic=arithmetic)


CHECKS = (
    Check("units-within-unmanaged", Subject.NOTE, UnmanagedUnits, within_unmanaged),
    Check("units-approved", Subject.NOTE, NoParameters, approved_beyond_unmanaged),
    Check("authorization-within-size", Subject.NOTE, Size, within_size, about=Authorized),
)
