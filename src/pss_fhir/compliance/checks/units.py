"""From minutes to units."""

from __future__ import annotations

from pss_fhir.compliance.check import Check, Subject
from pss_fhir.compliance.checks.missing import NO_END, NO_START
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.figures import GroupUnits, PartUnits, UnitLength
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted
from pss_fhir.domain.payer import GROUP_MODIFIER

_TIMES = ("started_at", "ended_at")


def no_visit(facts: NoteFacts) -> Outcome:
    """Why the units of a visit are not known."""
    return NO_START if facts.day is None else NO_END


def makes_a_unit(facts: NoteFacts, length: UnitLength) -> Outcome:
    """A billed visit is at least one unit long."""
    visit = facts.visit
    if visit is None:
        return no_visit(facts)
    if visit.minutes < length.unit_minutes and visit.units == 0:
        return broken(
            f"This visit is {visit.minutes} min long; one unit is {length.unit_minutes} min.",
            fields=(*_TIMES, "is_billed"),
            arithmetic=visit.in_words(),
        )
    return met(lambda: f"This visit makes {counted(visit.units, 'unit')}.", arithmetic=visit.in_words)


def part_unit_left(facts: NoteFacts, part: PartUnits) -> Outcome:
    """Minutes beyond the last full unit are not billed."""
    visit = facts.visit
    if visit is None:
        return no_visit(facts)
    return met(
        lambda: (
            f"{visit.left_over_minutes} min beyond the last full unit are recorded and not billed."
            if visit.left_over_minutes
            else "No minute is left over."
        ),
        arithmetic=lambda: f"{visit.in_words()} (rounding: {part.rounding.value})",
    )


def group_units_apart(facts: NoteFacts, figure: GroupUnits) -> Outcome:
    """A group visit falls under an approval that covers groups."""
    if not facts.is_group:
        return does_not_apply("The visit is not a group.")
    if not facts.approvals:
        return does_not_apply("No approval covers the day.")
    held = facts.approvals[0].authorization
    if GROUP_MODIFIER in held.modifiers:
        return met("The approval is for groups.", records=(held.ref,))
    counts = "counted under it" if figure.combined else "not counted under it"
    return cannot_tell(
        "The approval names no group service; whether it covers groups is not settled. "
        f"The units are {counts}.",
        records=(held.ref,),
    )


CHECKS = (
    Check("makes-a-unit", Subject.NOTE, UnitLength, makes_a_unit),
    Check("part-unit-left", Subject.NOTE, PartUnits, part_unit_left, can_break=False),
    Check("group-units-apart", Subject.NOTE, GroupUnits, group_units_apart, can_break=False),
)
