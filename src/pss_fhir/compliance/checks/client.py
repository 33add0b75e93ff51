"""Who is served."""

from __future__ import annotations

from pydantic import Field

from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import NO_START
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, met
from pss_fhir.domain.team import TeamStatus


class Age(Parameters):
    """The lowest age in completed years."""

    years: int = Field(ge=0)


def age_at_least(facts: NoteFacts, limit: Age) -> Outcome:
    """The person is old enough on the day of service."""
    if facts.day is None:
        return NO_START
    client = facts.chart.chart.client
    age = client.age_on(facts.day)
    if age is None:
        return cannot_tell("The chart does not hold the person's full birth date.", records=(client.ref,))

    def arithmetic() -> str:
        return f"completed years on the day of service, at least {limit.years} needed"

    if age < limit.years:
        return broken(
            f"The person is not {limit.years} yet on the day of this visit; peer support is for adults.",
            fields=("started_at",),
            records=(client.ref,),
            arithmetic=arithmetic(),
        )
    return met(lambda: f"The person is {limit.years} or older.", records=(client.ref,), arithmetic=arithmetic)


def not_a_family_member(facts: NoteFacts, _: NoParameters) -> Outcome:
    """The specialist is not a family member of the person served."""
    if facts.day is None:
        return NO_START
    assignments = facts.worker.assignments_on(facts.day, facts.draft.client_ref)
    said = {one.is_family_member for one in assignments}
    if True in said:
        return broken(
            "The agency's records say that the specialist and the person are family.",
            records=facts.worker.records,
        )
    if False in said:
        return met("The agency's records say that they are not family.", records=facts.worker.records)
    if open_question := _said_by_team(facts):
        return open_question
    if not assignments:
        return cannot_tell(
            "The agency's records hold no assignment of this specialist to this person for that day."
            if facts.worker.is_complete
            else "The agency's staff records are not at hand, and only they say who is family.",
            records=facts.worker.records,
        )
    return cannot_tell(
        "The assignment does not say whether the specialist and the person are family.",
        records=facts.worker.records,
    )


def _said_by_team(facts: NoteFacts) -> Outcome | None:
    """What the specialist attested in the person's care team, None where that says nothing."""
    teams = facts.chart.chart.course.teams or ()
    said = {
        (member.is_family_member, team.ref)
        for team in teams
        for member in team.members
        if team.status is TeamStatus.ACTIVE
        and member.member_ref == facts.contact.specialist_ref
        and facts.day is not None
        and member.days.has(facts.day)
        and member.is_family_member is not None
    }
    records = tuple(sorted(ref for _, ref in said))
    if any(is_family for is_family, _ in said):
        return broken("The care team's record says that the specialist is family.", records=records)
    return met("The care team's record says that they are not family.", records=records) if said else None


CHECKS = (
    Check("age-at-least", Subject.NOTE, Age, age_at_least),
    Check("not-a-family-member", Subject.NOTE, NoParameters, not_a_family_member, counted=("assignments",)),
)
