"""Incidents: each step by its clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.clock import NEW_YORK, local_date
from pss_fhir.compliance.anniversary import months_after
from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.facts.incident import IncidentFacts
from pss_fhir.compliance.facts.staff import AgencyFacts
from pss_fhir.compliance.fiscal_year import fiscal_year_of
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words, moment_words, span_words
from pss_fhir.domain.incident import IncidentLevel, IncidentStep

STEP_WORDS = {
    IncidentStep.SUPERVISOR_TOLD: "telling the supervisor",
    IncidentStep.STATE_SYSTEM: "the report in the state's system (IRIS)",
    IncidentStep.STATE_COPY: "the copy to the state",
    IncidentStep.PLAN_NOTICE: "the notice to the LME/MCO",
    IncidentStep.UPDATE: "the answer to the LME/MCO",
    IncidentStep.REVIEW_TEAM: "the internal review team",
    IncidentStep.PRELIMINARY_FINDINGS: "the preliminary findings",
    IncidentStep.FINAL_REPORT: "the final report",
    IncidentStep.OFFENSE_REPORT: "the report to social services, the district attorney or the police",
    IncidentStep.REGISTRY_RESULT: "the result of the investigation to the registry",
}


class ClockStart(StrEnum):
    """What starts a clock."""

    AWARE = "aware"
    OCCURRED = "occurred"
    ASKED = "asked"


class Concern(StrEnum):
    """Which incidents a clock is for, besides their level."""

    ANY = "any"
    DEATH = "death"
    NOT_DEATH = "not-death"
    OFFENSE = "offense"
    STAFF_ACCUSED = "staff-accused"


class StepClock(Parameters):
    """A step and its time; exactly one of minutes, hours, business days and months.

    Attributes:
        step: what is to be done.
        starts: what starts the clock.
        levels: levels it is for; empty for all, also those not known.
        concern: which incidents it is for.
        during_service: only for incidents during service or on the premises.
        served_within_days: only for clients whose last service was so many days before, at most.
    """

    step: IncidentStep
    starts: ClockStart = ClockStart.AWARE
    minutes: int | None = Field(default=None, ge=0)
    hours: int | None = Field(default=None, ge=0)
    business_days: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    levels: tuple[IncidentLevel, ...] = ()
    concern: Concern = Concern.ANY
    during_service: bool = False
    served_within_days: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_length(self) -> StepClock:
        if sum(one is not None for one in (self.minutes, self.hours, self.business_days, self.months)) != 1:
            raise ValueError("give exactly one of minutes, hours, business_days and months")
        return self


class StepClocks(Parameters):
    """Several steps, each with its own clock."""

    clocks: tuple[StepClock, ...] = Field(min_length=2)


class LateNotices(Parameters):
    """Late notices that bring a plan of correction.

    Attributes:
        in_a_quarter: late notices of one quarter.
        in_a_year: late notices of one fiscal year.
        hours: hours after awareness at which a notice is late.
        local_plans: LME/MCOs that count so.
    """

    in_a_quarter: int = Field(ge=1)
    in_a_year: int = Field(ge=1)
    hours: int = Field(ge=1)
    local_plans: tuple[str, ...] = Field(min_length=1)


def step_in_time(facts: IncidentFacts, clock: StepClock) -> Outcome:
    """A step after an incident is taken before its clock runs out."""
    if why := not_for(facts, clock):
        return why
    started = start_of(facts, clock)
    what = STEP_WORDS[clock.step]
    if started is None:
        return cannot_tell(
            f"The record does not say when the clock for {what} started.", records=(facts.ref,)
        )
    due = due_at(facts, clock, started)
    if due is None:
        return cannot_tell("The state's holidays of those days are not in the table.", records=(facts.ref,))
    taken = facts.incident.taken_at(clock.step)
    arithmetic = f"clock from {moment_words(started)}, due {moment_words(due)}"
    if taken is not None and taken <= due:
        return met(f"Done in time: {what}.", records=(facts.ref,), arithmetic=arithmetic)
    if taken is not None:
        return broken(
            f"Done {span_words(taken - due)} late: {what}.", records=(facts.ref,), arithmetic=arithmetic
        )
    if facts.as_of <= due:
        return does_not_apply(f"The clock runs for {what}: {span_words(due - facts.as_of)} left.")
    return broken(
        f"Not on record, and due since {moment_words(due)}: {what}.",
        records=(facts.ref,),
        arithmetic=arithmetic,
    )


def steps_in_time(facts: IncidentFacts, steps: StepClocks) -> tuple[Outcome, ...]:
    """Each of several steps after an incident is taken before its clock runs out."""
    return tuple(step_in_time(facts, clock) for clock in steps.clocks)


def not_for(facts: IncidentFacts, clock: StepClock) -> Outcome | None:
    """Why a clock does not run for an incident, or what is missing to know it; None where it runs."""
    incident = facts.incident
    if clock.starts is ClockStart.ASKED and incident.asked_at is None and not incident.taken_at(clock.step):
        return does_not_apply("Nothing on record says that the LME/MCO asked about it.")
    if clock.levels and incident.level is None:
        return cannot_tell("The level of the incident is not on record.", records=(facts.ref,))
    concerns = {
        Concern.ANY: True,
        Concern.DEATH: incident.is_death,
        Concern.NOT_DEATH: not incident.is_death,
        Concern.OFFENSE: incident.is_offense_witnessed,
        Concern.STAFF_ACCUSED: incident.is_staff_accused,
    }
    if (clock.levels and incident.level not in clock.levels) or not concerns[clock.concern]:
        return does_not_apply("The rule is for another kind of incident.")
    if clock.during_service and incident.during_service is None:
        return cannot_tell("The record does not say whether it was during service.", records=(facts.ref,))
    if clock.during_service and not incident.during_service:
        return does_not_apply("It was neither during service nor on the premises.")
    return _served_recently(facts, clock)


def _served_recently(facts: IncidentFacts, clock: StepClock) -> Outcome | None:
    if clock.served_within_days is None:
        return None
    incident = facts.incident
    if incident.last_service_on is None or incident.occurred_at is None:
        return cannot_tell(
            "The last day of service before the incident is not on record.", records=(facts.ref,)
        )
    days = (local_date(incident.occurred_at) - incident.last_service_on).days
    if days > clock.served_within_days:
        return does_not_apply(f"The last service was {counted(days, 'day')} before.")
    return None


def start_of(facts: IncidentFacts, clock: StepClock) -> datetime | None:
    """Since when a clock runs, None while the record does not say."""
    incident = facts.incident
    return {
        ClockStart.AWARE: incident.aware_at,
        ClockStart.OCCURRED: incident.occurred_at,
        ClockStart.ASKED: incident.asked_at,
    }[clock.starts]


def due_at(facts: IncidentFacts, clock: StepClock, started: datetime) -> datetime | None:
    """The last moment of a clock; day clocks run through the end of their last day.

    None where the holidays of those days are not in the table.
    """
    if clock.minutes is not None:
        return started + timedelta(minutes=clock.minutes)
    if clock.hours is not None:
        return started + timedelta(hours=clock.hours)
    first = local_date(started)
    if clock.months is not None:
        last = months_after(first, clock.months)
    else:
        found = facts.policies.calendar.after(first, clock.business_days or 0)
        if found is None:
            return None
        last = found
    midnight = datetime(last.year, last.month, last.day, tzinfo=NEW_YORK) + timedelta(days=1)
    return midnight - timedelta(seconds=1)


def fields_complete(facts: IncidentFacts, _: NoParameters) -> Outcome:
    """The record of an incident says what a report needs."""
    incident = facts.incident
    missing = [
        words
        for words, value in (
            ("the level", incident.level),
            ("when it happened", incident.occurred_at),
            ("when staff became aware", incident.aware_at),
            ("whether it was during service", incident.during_service),
            ("the LME/MCO of the place of service", incident.local_plan),
        )
        if value is None
    ]
    if missing:
        return broken(f"Still to record: {', '.join(missing)}.", records=(facts.ref,))
    return met("The record says what a report needs.", records=(facts.ref,))


def few_late_notices(facts: AgencyFacts, limit: LateNotices) -> Outcome:
    """Late notices stay below the number that brings a plan of correction."""
    late = [
        local_date(one.aware_at)
        for one in facts.incidents
        if one.local_plan in limit.local_plans
        and one.aware_at is not None
        and one.level in (IncidentLevel.TWO, IncidentLevel.THREE)
        and (taken := one.taken_at(IncidentStep.STATE_SYSTEM)) is not None
        and taken > one.aware_at + timedelta(hours=limit.hours)
    ]
    year = fiscal_year_of(facts.today)
    this_year = [day for day in late if fiscal_year_of(day) == year]
    by_quarter: dict[int, int] = {}
    for day in this_year:
        by_quarter[(day.month - 1) // 3] = by_quarter.get((day.month - 1) // 3, 0) + 1
    worst = max(by_quarter.values(), default=0)
    arithmetic = (
        f"{len(this_year)} late in the fiscal year to {day_words(facts.today)}, {worst} in one quarter"
    )
    shown = counted(len(this_year), "incident report was", "incident reports were")
    if len(this_year) >= limit.in_a_year or worst >= limit.in_a_quarter:
        return broken(
            f"{shown} late in this fiscal year, {worst} of them in one quarter.",
            arithmetic=arithmetic,
        )
    return met(
        f"{counted(len(this_year), 'incident report was', 'incident reports were')} late.",
        arithmetic=arithmetic,
    )


CHECKS = (
    Check("incident-step-in-time", Subject.INCIDENT, StepClock, step_in_time),
    Check("incident-steps-in-time", Subject.INCIDENT, StepClocks, steps_in_time),
    Check("incident-fields-complete", Subject.INCIDENT, NoParameters, fields_complete),
    Check("few-late-notices", Subject.AGENCY, LateNotices, few_late_notices, counted=("incidents",)),
)
