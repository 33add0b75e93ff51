"""The contacts of one synthetic person, each with its note; some break a rule on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from typing import Any

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.contact import Contact, Modality, Place
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import GoalProgress, Progress, ServiceNote, Signature
from pss_fhir.domain.plan import Goal
from pss_fhir.synth import words
from pss_fhir.synth.chance import chance, urn
from pss_fhir.synth.client import Person

_LATE = timedelta(days=12)
_MINUTES = (45, 48, 50, 52, 55, 60)
_PLACES = (Place.HOME, Place.HOME, Place.COMMUNITY, Place.COMMUNITY, Place.COMMUNITY, Place.OFFICE)
_INTERVENTIONS = tuple(one for one in Intervention if one is not Intervention.CRISIS_SUPPORT)
_SLOTS = ((9, 0), (11, 0))
_SECOND_SLOTS = ((13, 30), (15, 30))
WEEKDAYS = 5
MOST_CLIENTS = WEEKDAYS * len(_SLOTS)
"""How many people one specialist can see twice a week without being in two places."""


class Break(Enum):
    """A rule that a visit breaks on purpose."""

    LATE_UNMARKED = "rec-006"
    TEXT_BILLED = "pss-068"
    INSTITUTION = "pss-063"
    STAFF_HOME = "pss-061"


BREAKS_ALONG = {
    Break.LATE_UNMARKED: frozenset({"rec-004", "rec-005", "rec-007"}),
    Break.TEXT_BILLED: frozenset[str](),
    Break.INSTITUTION: frozenset[str](),
    Break.STAFF_HOME: frozenset({"agency-staff-residence"}),
}
"""The rules that the same visit may break along with the one it was made to break."""
_BREAKS = tuple(Break)


@dataclass(frozen=True, slots=True)
class Visit:
    """One contact and its note.

    Attributes:
        broken: the rule that it breaks on purpose, None for one that was meant to be right.
    """

    contact: Contact
    note: ServiceNote
    broken: Break | None


def visits_of(person: Person, starts_on: date, ends_on: date, *, share: float) -> Iterator[Visit]:
    """The visits of a person in the order of their days, twice a week, some weeks left out.

    Args:
        person: whom they are with.
        starts_on: first day of the story.
        ends_on: its last day.
        share: of the visits that break a rule, from 0 to 1.
    """
    draws = chance(person.seed, "visits", person.number)
    goals = person.goals(starts_on, ends_on)
    monday = starts_on - timedelta(days=starts_on.weekday())
    number = 0
    while monday <= ends_on:
        weekday, row = person.place % WEEKDAYS, person.place // WEEKDAYS
        days = (
            (monday + timedelta(days=weekday), _SLOTS[row]),
            (monday + timedelta(days=(weekday + 2) % WEEKDAYS), _SECOND_SLOTS[row]),
        )
        for day, slot in sorted(days):
            if starts_on <= day <= ends_on and draws.random() > 0.05:
                number += 1
                broken = draws.choice(_BREAKS) if draws.random() < share else None
                if broken is Break.LATE_UNMARKED and day + _LATE > ends_on:
                    broken = Break.TEXT_BILLED  # it would be signed after the story has ended
                yield _visit(person, goals, (day, slot), number, broken, draws, starts_on)
        monday += timedelta(days=7)


def _visit(
    person: Person,
    goals: tuple[Goal, ...],
    when: tuple[date, tuple[int, int]],
    number: int,
    broken: Break | None,
    draws: Random,
    starts_on: date,
) -> Visit:
    day, (hour, minute) = when
    started_at = datetime.combine(day, time(hour, minute), NEW_YORK)
    ended_at = started_at + timedelta(minutes=draws.choice(_MINUTES))
    fields: dict[str, Any] = {"modality": Modality.IN_PERSON, "place": draws.choice(_PLACES)}
    if broken is Break.TEXT_BILLED:
        fields["modality"] = Modality.TEXT_MESSAGE
    elif broken is Break.INSTITUTION:
        fields["place"] = Place.INPATIENT
    elif broken is Break.STAFF_HOME:
        fields["place"] = Place.STAFF_RESIDENCE
    name = f"client-{person.number}-{number}"
    contact = Contact(
        ref=f"Encounter/{name}",
        contact_identifier=urn(draws),
        client_ref=person.ref,
        specialist_ref=person.colleague.ref,
        started_at=started_at,
        ended_at=ended_at,
        order_ref=person.order_ref(day, starts_on),
        **fields,
    )
    waits = _LATE if broken is Break.LATE_UNMARKED else timedelta(minutes=draws.randrange(5, 40))
    return Visit(contact, _note(person, goals, contact, name, ended_at + waits, draws), broken)


def _note(
    person: Person, goals: tuple[Goal, ...], contact: Contact, name: str, signed_at: datetime, draws: Random
) -> ServiceNote:
    goal = draws.choice(goals)
    colleague = person.colleague
    return ServiceNote(
        note_identifier=urn(draws),
        ref=f"DocumentReference/{name}",
        contact=contact,
        goals=(
            GoalProgress(goal_ref=goal.ref, words=goal.words, progress=draws.choice(tuple(Progress)[:3])),
        ),
        interventions=tuple(draws.sample(_INTERVENTIONS, 2)),
        purpose=draws.choice(words.PURPOSES) + draws.choice(words.ADDITIONS),
        intervention_text=f"{draws.choice(words.DEEDS)} {_topics(draws, 'We spoke of')}",
        response=f"{draws.choice(words.RESPONSES)}{draws.choice(words.ADDITIONS)} {_topics(draws, 'Named')}",
        next_step=draws.choice(words.NEXT_STEPS),
        written_at=signed_at,
        signature=Signature(
            signer_ref=colleague.ref,
            signer_name=f"{colleague.name} HTEST",
            credential=f"NC CPSS {colleague.certificate}",
            signed_at=signed_at,
        ),
    )


def _topics(draws: Random, beginning: str) -> str:
    """A sentence of its own, so that no two notes say the same."""
    return f"{beginning} {', '.join(draws.sample(words.TOPICS, 6))}."
