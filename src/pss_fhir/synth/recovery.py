"""How a synthetic person fares over time: recovery capital by the BARC-10, and progress toward the goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pss_fhir.domain.goal_progress import ProgressSeen
from pss_fhir.domain.record import Record
from pss_fhir.domain.recovery_capital import ITEMS, RecoveryCapital
from pss_fhir.synth.person import Person, periods
from pss_fhir.synth.visits import Visit

_ASKED_EVERY_DAYS, _VISITS_BETWEEN = 90, 8
_LEAST, _MOST = 1, 6
_SHARE_UNANSWERED = 0.05


def recovery_of(person: Person, visits: Sequence[Visit]) -> Iterator[Record]:
    """A BARC-10 at the start and every 90 days, most of them rising; how each eighth note saw its goal."""
    draws = person.draws("recovery")
    level, rises = 2 + int(draws.random() * 2), draws.random() < 0.8
    for number, day in enumerate(periods(person.enrolled_on, person.last_on, _ASKED_EVERY_DAYS)):
        reached = level + (number // 2 if rises else -(number // 3))
        answers: list[int | None] = [
            min(_MOST, max(_LEAST, reached + (item + person.number) % 3 - 1)) for item in range(ITEMS)
        ]
        if draws.random() < _SHARE_UNANSWERED:
            answers[person.number % ITEMS] = None
        yield RecoveryCapital(
            ref=f"Observation/{person.key}-barc-{number}",
            client_ref=person.ref,
            answered_on=day,
            asked_by_ref=person.colleague.ref,
            answers=tuple(answers),
        )
    noted = [visit for visit in visits if visit.note is not None and visit.note.goals]
    for visit in noted[_VISITS_BETWEEN - 1 :: _VISITS_BETWEEN]:
        if progress := _seen(person, visit):
            yield progress


def _seen(person: Person, visit: Visit) -> ProgressSeen | None:
    note, contact = visit.note, visit.contact
    if note is None or contact.ended_at is None or note.goals[0].progress is None:
        return None
    return ProgressSeen(
        ref=f"Observation/{visit.name}-progress",
        client_ref=person.ref,
        goal_ref=note.goals[0].goal_ref,
        progress=note.goals[0].progress,
        seen_at=contact.ended_at,
        contact_ref=contact.ref,
        seen_by_ref=person.colleague.ref,
        comment="As we both saw it at the end of the visit.",
    )
