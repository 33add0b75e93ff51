"""Crises and incidents in a synthetic person's story: calls for help, reports, and their clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from pss_fhir.domain.contact import ContactStatus, Modality
from pss_fhir.domain.crisis import CrisisCall, CrisisHelp
from pss_fhir.domain.deadline import Deadline, Obligation
from pss_fhir.domain.incident import Incident, IncidentKind, IncidentLevel, IncidentStep, StepTaken
from pss_fhir.synth.chance import one_of
from pss_fhir.synth.deadlines import deadline
from pss_fhir.synth.own_plans import safety_plan_ref
from pss_fhir.synth.person import Person, moment
from pss_fhir.synth.visits import Visit

_SHARE_WITH_CRISIS, _SHARE_WITH_INCIDENT = 0.2, 0.15
_REPORT_HOURS, _TELL_HOURS = 72, 24
_ASKED_AFTER = timedelta(hours=2)
_HELP = (
    (CrisisHelp.LIFELINE_988, "We called together from the porch; somebody stayed on the line for an hour."),
    (CrisisHelp.MOBILE_CRISIS, "The team came within the hour and we waited together."),
    (CrisisHelp.EMERGENCY_911, "The ambulance came, and I stayed until it left."),
    (CrisisHelp.TREATMENT_TEAM, "The clinic found a time on the same day."),
)
_MINOR = (IncidentKind.FALL, "Slipped on the wet steps; a bruise, no doctor was wanted.")
_SERIOUS = (IncidentKind.MEDICATION_ERROR, "Took the day's tablets twice; poison control was called.")
LATE_REPORT = "inc-005"
"""The rule that a report broke that went to the state too late."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An incident with its deadlines.

    Attributes:
        is_late: whether the state was told too late, on purpose.
    """

    incident: Incident
    deadlines: tuple[Deadline, ...]
    is_late: bool


def crisis_calls_of(person: Person, visits: Sequence[Visit]) -> Iterator[CrisisCall]:
    """A call for help during a visit, for some persons."""
    draws = person.draws("crisis")
    during = _met(visits)
    if draws.random() >= _SHARE_WITH_CRISIS or not during:
        return
    visit = one_of(draws, during)
    called, said = one_of(draws, _HELP)
    yield CrisisCall(
        ref=f"Communication/{visit.name}-call",
        client_ref=person.ref,
        help=called,
        called_at=_at(visit) + timedelta(minutes=15),
        caller_ref=person.colleague.ref,
        contact_ref=visit.contact.ref,
        about_refs=(safety_plan_ref(person),),
        said=said,
        was_reached=True,
    )


def happenings_of(person: Person, visits: Sequence[Visit], *, share: float) -> Iterator[Happening]:
    """An incident during a visit, for some persons, with all that had to follow.

    Args:
        person: whom it happened to.
        visits: theirs.
        share: of the reports to the state that go too late; ten times as much, since incidents are few.
    """
    draws = person.draws("incidents")
    during = [
        visit for visit in _met(visits) if _at(visit) < moment(person.story_ends_on, 0) - timedelta(days=5)
    ]
    if draws.random() >= _SHARE_WITH_INCIDENT or not during:
        return
    is_serious = draws.random() < 0.5
    is_late = draws.random() < share * 10 and is_serious
    yield _happening(person, one_of(draws, during), draws, is_serious=is_serious, is_late=is_late)


def _met(visits: Sequence[Visit]) -> list[Visit]:
    return [
        visit
        for visit in visits
        if visit.contact.modality is Modality.IN_PERSON
        and visit.contact.status is ContactStatus.FINISHED
        and visit.broken is None
        and visit.contact.group_ref is None
    ]


def _at(visit: Visit) -> datetime:
    started_at = visit.contact.started_at
    assert started_at is not None  # noqa: S101 - every visit of the story has a start
    return started_at


def _happening(person: Person, visit: Visit, draws: Random, *, is_serious: bool, is_late: bool) -> Happening:
    kind, what = _SERIOUS if is_serious else _MINOR
    occurred_at = _at(visit) + timedelta(minutes=10)
    told_at = occurred_at + timedelta(minutes=30 + draws.randrange(120))
    reported_at = occurred_at + timedelta(hours=90 if is_late else 20 + draws.randrange(40))
    incident = Incident(
        incident_id=f"HT-inc-{person.number}",
        ref=f"AdverseEvent/{person.key}",
        kind=kind,
        what=what,
        client_ref=person.ref,
        level=IncidentLevel.TWO if is_serious else IncidentLevel.ONE,
        occurred_at=occurred_at,
        aware_at=occurred_at,
        recorded_at=told_at + timedelta(hours=1),
        recorder_ref=person.colleague.ref,
        during_service=True,
        last_service_on=visit.contact.service_on,
        local_plan="trillium",
        asked_at=reported_at + _ASKED_AFTER if is_serious else None,
        steps=(
            StepTaken(step=IncidentStep.SUPERVISOR_TOLD, taken_at=told_at),
            *(_reports(reported_at) if is_serious else ()),
        ),
    )
    return Happening(incident, tuple(_clocks(person, incident)), is_late)


def _reports(reported_at: datetime) -> Iterator[StepTaken]:
    """The report to the state, and the answer to what the payer asked about it."""
    yield StepTaken(step=IncidentStep.STATE_SYSTEM, taken_at=reported_at)
    yield StepTaken(step=IncidentStep.UPDATE, taken_at=reported_at + 2 * _ASKED_AFTER)


def _clocks(person: Person, incident: Incident) -> Iterator[Deadline]:
    aware_at = incident.aware_at or moment(person.enrolled_on, 9)
    for name, obligation, hours, step in (
        ("told", Obligation.INCIDENT_SUPERVISOR_NOTICE, _TELL_HOURS, IncidentStep.SUPERVISOR_TOLD),
        ("report", Obligation.INCIDENT_STATE_REPORT, _REPORT_HOURS, IncidentStep.STATE_SYSTEM),
    ):
        if (taken_at := incident.taken_at(step)) is not None:
            yield deadline(
                f"{person.key}-incident-{name}",
                obligation,
                owner_ref=person.colleague.ref,
                given_at=aware_at,
                due_at=aware_at + timedelta(hours=hours),
                done_at=taken_at,
                client_ref=person.ref,
                focus_ref=incident.ref,
            )
