"""Caseloads, ratios, who supervises whom."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from pss_fhir.compliance.check import Check, Parameters, StaffParameters, Subject
from pss_fhir.compliance.facts.staff import AgencyFacts, SpecialistFacts, TeamFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, percent_words
from pss_fhir.domain.staff import StaffRole
from pss_fhir.issues import Severity

_ROLE_WORDS = {
    StaffRole.CPSS: "a peer support specialist",
    StaffRole.QUALIFIED_PROFESSIONAL: "a qualified professional",
    StaffRole.ASSOCIATE_PROFESSIONAL: "an associate professional",
    StaffRole.OTHER: "somebody in another role",
}


class CaseloadSize(StaffParameters):
    """Most clients of one specialist.

    Attributes:
        most: clients above which the rule is broken in full.
        warn_above: clients above which it warns, where two texts disagree.
    """

    most: int = Field(ge=1)
    warn_above: int | None = Field(default=None, ge=1)


class HoursClass(Parameters):
    """How many clients one specialist can have at so many approved hours a week."""

    hours: float = Field(gt=0)
    clients: int = Field(ge=1)


class CaseloadRatio(StaffParameters):
    """Classes of approved hours, the lowest first; a mixed caseload is the sum of its shares."""

    classes: tuple[HoursClass, ...] = Field(min_length=1)


class TeamSize(Parameters):
    """Most peer support specialists of one supervisor."""

    most: int = Field(ge=1)


class SupervisorRole(StaffParameters):
    """Roles a supervisor may have."""

    supervisor_roles: tuple[StaffRole, ...] = Field(min_length=1)


class Direction(Parameters):
    """In which role, and with how much time, somebody directs the program."""

    role: StaffRole
    fte: float = Field(gt=0)


def caseload_size(facts: SpecialistFacts, limit: CaseloadSize) -> Outcome:
    """A specialist has no more clients than one person may serve."""
    clients = len(facts.caseload)
    arithmetic = f"{counted(clients, 'client')} today, at most {limit.most}"
    if clients > limit.most:
        return broken(
            f"The caseload is {counted(clients, 'client')}; up to {limit.most} are allowed.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    if limit.warn_above is not None and clients > limit.warn_above:
        return broken(
            f"The caseload is {counted(clients, 'client')}. One text of the state allows {limit.warn_above}, "
            f"another {limit.most}.",
            records=(facts.ref,),
            arithmetic=arithmetic,
            severity=Severity.WARNING,
        )
    return met(f"The caseload is {counted(clients, 'client')}.", records=(facts.ref,), arithmetic=arithmetic)


def caseload_ratio(facts: SpecialistFacts, ratio: CaseloadRatio) -> Outcome:
    """The approved hours of a specialist's clients fit into one specialist's week."""
    load = Fraction(0)
    for row in facts.caseload:
        hours = row.approved_hours_per_week
        if hours is None:
            return cannot_tell(
                "An assignment does not say how many hours a week are approved.", records=(facts.ref,)
            )
        load += _share(hours, ratio)
    arithmetic = f"shares of {counted(len(facts.caseload), 'client')} add up to {float(load):.2f}, at most 1"
    if load > 1:
        return broken(
            f"The approved hours of {counted(len(facts.caseload), 'client')} fill "
            f"{percent_words(float(load))} of one caseload.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    return met(
        f"The approved hours fill {percent_words(float(load))} of one caseload.", arithmetic=arithmetic
    )


def _share(hours: float, ratio: CaseloadRatio) -> Fraction:
    """A client's part of one caseload; above the highest class it grows with the hours."""
    for step in ratio.classes:
        if hours <= step.hours:
            return Fraction(1, step.clients)
    highest = ratio.classes[-1]
    return Fraction(1, highest.clients) * Fraction(hours) / Fraction(highest.hours)


def team_size(facts: TeamFacts, limit: TeamSize) -> Outcome:
    """A supervisor has no more peer support specialists than one may supervise."""
    if facts.supervisor.role is not StaffRole.QUALIFIED_PROFESSIONAL:
        return does_not_apply("The supervisor is not a qualified professional; rule qual-006 speaks of that.")
    size = len(facts.specialists)
    arithmetic = f"{counted(size, 'specialist')} today, at most {limit.most} for one qualified professional"
    if size > limit.most:
        return broken(
            f"The team has {counted(size, 'peer support specialist')}; one qualified professional supervises "
            f"up to {limit.most}.",
            records=tuple(f"staff/{held.staff_id}" for held in facts.specialists),
            arithmetic=arithmetic,
        )
    return met(f"The team has {counted(size, 'peer support specialist')}.", arithmetic=arithmetic)


def supervised_by(facts: SpecialistFacts, allowed: SupervisorRole) -> Outcome:
    """A specialist's supervisor has one of the roles that may supervise."""
    if facts.member.supervisor_id is None:
        return broken("The staff records name no supervisor.", records=(facts.ref,))
    if facts.supervisor is None:
        return cannot_tell("The staff records have no row for the supervisor.", records=(facts.ref,))
    records = (facts.ref, f"staff/{facts.supervisor.staff_id}")
    if facts.supervisor.role in allowed.supervisor_roles:
        return met(f"The supervisor is {_ROLE_WORDS[facts.supervisor.role]}.", records=records)
    roles = " or ".join(_ROLE_WORDS[role] for role in allowed.supervisor_roles)
    return broken(
        f"The supervisor is {_ROLE_WORDS[facts.supervisor.role]}; {roles} is needed.", records=records
    )


def family_stated(facts: SpecialistFacts, _: StaffParameters) -> Outcome:
    """Every assignment says that specialist and client are not family."""
    open_rows = [row for row in facts.caseload if row.is_family_member is not False]
    if not facts.caseload:
        return does_not_apply("No client is assigned today.")
    if not open_rows:
        return met("Every assignment says that they are not family.", records=(facts.ref,))
    family = sum(row.is_family_member is True for row in open_rows)
    silent = len(open_rows) - family
    parts = [
        *(
            [f"{counted(family, 'assignment')} of today {'is' if family == 1 else 'are'} to family"]
            if family
            else []
        ),
        *([f"{counted(silent, 'assignment')} {'does' if silent == 1 else 'do'} not say"] if silent else []),
    ]
    return broken(f"{'; '.join(parts)}.", records=(facts.ref, *(row.client_ref for row in open_rows)))


def directed_by(facts: AgencyFacts, direction: Direction) -> Outcome:
    """Somebody directs the program in the needed role with the needed time."""
    if not facts.knows_staff:
        return cannot_tell("The agency's staff records are not at hand.")
    staff = facts.employed(direction.role)
    records = tuple(f"staff/{held.staff_id}" for held in staff)
    if any(held.fte is not None and held.fte >= direction.fte for held in staff):
        return met("A full-time qualified professional directs the program.", records=records)
    if any(held.fte is None for held in staff):
        return cannot_tell(
            "The staff records do not say how much time the professional has.", records=records
        )
    return broken(
        "No full-time qualified professional is in the staff records today.",
        records=records,
        arithmetic=f"{counted(len(staff), 'person', 'people')} in the role of {_ROLE_WORDS[direction.role]}, "
        f"{direction.fte:g} of full time needed of one",
    )


CHECKS = (
    Check("caseload-size", Subject.SPECIALIST, CaseloadSize, caseload_size, counted=("assignments",)),
    Check("caseload-ratio", Subject.SPECIALIST, CaseloadRatio, caseload_ratio, counted=("assignments",)),
    Check("family-stated", Subject.SPECIALIST, StaffParameters, family_stated, counted=("assignments",)),
    Check("supervised-by", Subject.SPECIALIST, SupervisorRole, supervised_by),
    Check("team-size", Subject.TEAM, TeamSize, team_size, counted=("members",)),
    Check("program-directed-by", Subject.AGENCY, Direction, directed_by, rows=("members",)),
)
