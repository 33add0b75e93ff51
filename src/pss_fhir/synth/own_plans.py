"""The plans in a synthetic person's own hand: the safety plan, the wellness plan, the advance directive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from pss_fhir.domain.consent import AdvanceDirective, DirectiveKind
from pss_fhir.domain.record import Record
from pss_fhir.domain.wellness import SafetyPlan, WellnessPlan
from pss_fhir.synth.chance import one_of, some_of
from pss_fhir.synth.person import Person, moment

_SIGNS = ("Two nights without sleep", "I stop answering the phone", "Everything is too loud", "I skip meals")
_COPING = ("Walk around the lake", "Take a long shower", "Play the drums", "Count the buses that go by")
_COMPANY = ("The library", "The Saturday choir", "My neighbor's porch", "The dog park")
_CALLED = ("988, call or text", "Mobile crisis of the county", "My therapist's office")
_SURROUNDINGS = ("My sister keeps the pills.", "No bottles in the house.", "The car keys hang at my aunt's.")
_REASONS = ("My dog and my daughter.", "The garden in spring.", "My grandchildren.", "The band.")
_WELL = ("I laugh a lot.", "I cook and have people over.", "I am up before eight.")
_DAILY = (
    "Walk before breakfast",
    "Call one person",
    "Make the bed",
    "Write down three things",
    "Eat at noon",
)
_AT_TIMES = ("Go to the dentist", "Visit my mother's grave", "Clean the bicycle")
_TRIGGERS = (
    "Bills: I open them with somebody",
    "The first of the month: I plan it",
    "Sirens: I put music on",
)
_EARLY = ("I eat at night", "I sleep till noon", "I argue over nothing")
_LATE = ("I see nobody for days", "I do not open the mail")
_WITH_DIRECTIVE, _WITH_WELLNESS_PLAN = 0.25, 0.6


def safety_plan_ref(person: Person) -> str:
    """The person's safety plan."""
    return f"QuestionnaireResponse/{person.key}-safety"


def own_plans_of(person: Person) -> Iterator[Record]:
    """A safety plan for everybody; a wellness plan and a pointer to an advance directive for some."""
    draws = person.draws("own plans")
    has_directive = draws.random() < _WITH_DIRECTIVE
    yield _safety_plan(person, draws, has_directive=has_directive)
    if draws.random() < _WITH_WELLNESS_PLAN:
        yield _wellness_plan(person, draws)
    if has_directive:
        yield _directive(person, draws)


def _safety_plan(person: Person, draws: Random, *, has_directive: bool) -> SafetyPlan:
    written_on = person.enrolled_on
    reviews = (person.last_on - written_on).days // 180
    return SafetyPlan(
        ref=safety_plan_ref(person),
        client_ref=person.ref,
        author_ref=person.colleague.ref,
        written_at=moment(written_on, 12, 15),
        warning_signs=some_of(draws, _SIGNS, 2),
        coping=some_of(draws, _COPING, 2),
        people_and_places=some_of(draws, _COMPANY, 1),
        people_to_ask=("My sister",) if draws.random() < 0.5 else ("My sponsor", "My aunt"),
        crisis_help=_CALLED,
        safe_surroundings=one_of(draws, _SURROUNDINGS),
        reasons=one_of(draws, _REASONS),
        has_advance_directive=has_directive,
        reviewed_on=written_on + timedelta(days=180 * reviews) if reviews else None,
    )


def _wellness_plan(person: Person, draws: Random) -> WellnessPlan:
    return WellnessPlan(
        ref=f"QuestionnaireResponse/{person.key}-wellness",
        client_ref=person.ref,
        written_at=moment(person.enrolled_on + timedelta(days=draws.randrange(20)), 12, 30),
        when_well=one_of(draws, _WELL),
        every_day=some_of(draws, _DAILY, 3),
        now_and_then=some_of(draws, _AT_TIMES, 1),
        triggers=some_of(draws, _TRIGGERS, 1),
        early_signs=some_of(draws, _EARLY, 1),
        breaking_down=some_of(draws, _LATE, 1),
        crisis="Call my sister, and tell the clinic about the dog.",
        after_crisis="One thing a day, then two.",
    )


def _directive(person: Person, draws: Random) -> AdvanceDirective:
    kept: dict[str, Any] = {"kept_where": "In the blue folder in my kitchen; my sister has a copy."}
    if draws.random() < 0.5:
        kept = {"kept_at_url": f"https://registry.example/directives/{person.key}"}
    return AdvanceDirective(
        ref=f"DocumentReference/{person.key}-directive",
        client_ref=person.ref,
        kind=DirectiveKind.PSYCHIATRIC,
        title="Advance instruction for mental health treatment",
        signed_at=moment(person.enrolled_on - timedelta(days=draws.randrange(100, 800)), 10),
        author_ref=person.colleague.ref,
        **kept,
    )
