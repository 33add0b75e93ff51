"""The contacts of one synthetic person alone with the specialist, each with its note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from pss_fhir.domain.contact import Contact, ContactKind, ContactStatus, Modality, Place
from pss_fhir.domain.note import GoalProgress, Progress, ServiceNote
from pss_fhir.domain.payer import PEER_SUPPORT
from pss_fhir.domain.plan import Goal
from pss_fhir.domain.units import UnitRule, units_from_minutes
from pss_fhir.synth import words
from pss_fhir.synth.breaks import BREAKS, LATE, Break
from pss_fhir.synth.chance import mixed, one_of, urn
from pss_fhir.synth.enrolment import support_ref
from pss_fhir.synth.person import Person, moment
from pss_fhir.synth.plan import goals_of, order_ref

_LATE_DAYS = {Break.LATE_UNMARKED: 18, Break.LATE_MARKED: 3}
_MINUTES = (45, 48, 52, 60)
_PLACES = (Place.HOME, Place.HOME, Place.COMMUNITY, Place.COMMUNITY, Place.COMMUNITY, Place.OFFICE)
_SLOTS = ((9, 0), (11, 0))
_SECOND_SLOTS = ((13, 30), (15, 30))
_SHARE_LEFT_OUT = 0.05
_MOST_BY_TELEPHONE = 0.15
"""Of the units of a fiscal year; the rule allows a fifth (rules.md PSS-065)."""
_PROGRESS = (Progress.PROGRESS, Progress.PROGRESS, Progress.NO_CHANGE, Progress.SETBACK)
WEEKDAYS = 5
MOST_CLIENTS = WEEKDAYS * len(_SLOTS)
"""How many people one specialist can see twice a week without being in two places."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How people met, and whether it is billed."""

    kind: ContactKind = ContactKind.INDIVIDUAL
    modality: Modality = Modality.IN_PERSON
    place: Place | None = None
    status: ContactStatus = ContactStatus.FINISHED
    minutes: int | None = None
    is_billed: bool = True
    modifiers: tuple[str, ...] = ()


_VIDEO = Setting(modality=Modality.TELEHEALTH, place=Place.HOME, modifiers=("GT",))
_CALL = Setting(modality=Modality.TELEPHONE, place=Place.HOME, minutes=30, modifiers=("KX",))
_TEXTS = Setting(modality=Modality.TEXT_MESSAGE, place=Place.HOME, minutes=10, is_billed=False)
_COLLATERAL = Setting(
    kind=ContactKind.COLLATERAL, modality=Modality.TELEPHONE, place=Place.HOME, minutes=20, is_billed=False
)
_PAPERWORK = Setting(kind=ContactKind.ADMINISTRATIVE, modality=Modality.EMAIL, minutes=15, is_billed=False)
_NOT_COME = Setting(status=ContactStatus.CANCELLED, place=Place.COMMUNITY, is_billed=False)
_OTHERS = (
    (0.02, _NOT_COME),
    (0.04, _PAPERWORK),
    (0.07, _TEXTS),
    (0.10, _COLLATERAL),
    (0.20, _VIDEO),
    (0.30, _CALL),
)
"""How often they met otherwise than in person; each number holds those before it."""
_BROKEN = {
    Break.LATE_UNMARKED: Setting(place=Place.COMMUNITY),
    Break.LATE_MARKED: Setting(place=Place.COMMUNITY),
    Break.TEXT_BILLED: Setting(modality=Modality.TEXT_MESSAGE, place=Place.HOME),
    Break.INSTITUTION: Setting(place=Place.INPATIENT),
    Break.STAFF_HOME: Setting(place=Place.STAFF_RESIDENCE),
    Break.MODIFIER_WRONG: replace(_VIDEO, modifiers=_CALL.modifiers),
    Break.TOO_SHORT: Setting(place=Place.COMMUNITY, minutes=12),
    Break.COPIED: Setting(place=Place.COMMUNITY),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One contact and its note.

    Attributes:
        name: what the ids of its records are made of.
        note: None for a contact that gets none: nobody came, or it was about the person alone.
        alike: equal for visits whose records have one shape, as the press asks for it.
        broken: what is wrong with it on purpose, None for one that was meant to be right.
    """

    name: str
    contact: Contact
    note: ServiceNote | None
    alike: object
    broken: Break | None = None


@dataclass(slots=True)
class _Units:
    """The units of the fiscal year so far, and those by telephone among them."""

    year: int = 0
    whole: int = 0
    by_telephone: int = 0

    def begin(self, day: date) -> None:
        year = day.year + (day.month >= 7)
        if year != self.year:
            self.year, self.whole, self.by_telephone = year, 0, 0

    def may_call(self) -> bool:
        units = _units_of(_CALL.minutes or 0)
        return self.by_telephone + units <= _MOST_BY_TELEPHONE * (self.whole + units)

    def add(self, setting: Setting, minutes: int) -> None:
        if setting.is_billed and setting.status is ContactStatus.FINISHED:
            self.whole += _units_of(minutes)
            self.by_telephone += _units_of(minutes) if setting.modality is Modality.TELEPHONE else 0


@lru_cache
def _units_of(minutes: int) -> int:
    return units_from_minutes(minutes, UnitRule()).units


@dataclass(slots=True)
class _Telling:
    """The visits of one person as they are told, one after the other."""

    person: Person
    share: float
    draws: Random
    goals: tuple[Goal, ...]
    units: _Units = field(default_factory=_Units)
    number: int = 0
    before: ServiceNote | None = None

    def visit(self, started_at: datetime, day: date) -> Visit:
        """The next visit."""
        self.number += 1
        draws, person = self.draws, self.person
        self.units.begin(day)
        broken = self._break(day)
        setting = _BROKEN[broken] if broken else self._setting()
        minutes = setting.minutes or one_of(draws, _MINUTES)
        self.units.add(setting, minutes)
        name = f"{person.key}-{self.number}"
        ended_at = started_at + timedelta(minutes=minutes)
        contact = Contact(
            ref=f"Encounter/{name}",
            contact_identifier=urn(draws),
            client_ref=person.ref,
            specialist_ref=person.colleague.ref,
            status=setting.status,
            kind=setting.kind,
            modality=setting.modality,
            place=setting.place,
            started_at=started_at,
            ended_at=ended_at,
            service_code=PEER_SUPPORT if setting.is_billed else None,
            modifiers=setting.modifiers,
            order_ref=order_ref(person, day),
            spoken_with_refs=(support_ref(person),) if setting.kind is ContactKind.COLLATERAL else (),
        )
        if setting.status is ContactStatus.CANCELLED or setting.kind is ContactKind.ADMINISTRATIVE:
            return Visit(name, contact, None, setting)
        waits = timedelta(
            days=_LATE_DAYS.get(broken, 0) if broken else 0, minutes=5 + int(draws.random() * 35)
        )
        note = self.before = self._note(name, contact, ended_at + waits, broken)
        alike = (setting, note.interventions[0].value, note.goals[0].progress, broken in LATE and broken)
        return Visit(name, contact, note, alike, broken)

    def _break(self, day: date) -> Break | None:
        if self.draws.random() >= self.share:
            return None
        broken = one_of(self.draws, BREAKS)
        if broken in LATE and day + timedelta(days=_LATE_DAYS[broken]) >= self.person.story_ends_on:
            return Break.STAFF_HOME  # it would be signed after the story has ended
        return Break.INSTITUTION if broken is Break.COPIED and self.before is None else broken

    def _setting(self) -> Setting:
        drawn = self.draws.random()
        for share, setting in _OTHERS:
            if drawn < share and (setting is not _CALL or self.units.may_call()):
                return setting
        return Setting(place=one_of(self.draws, _PLACES))

    def _note(self, name: str, contact: Contact, signed_at: datetime, broken: Break | None) -> ServiceNote:
        draws = self.draws
        goal = one_of(draws, self.goals)
        interventions, deed = one_of(draws, words.DEEDS)
        own = {
            "intervention_text": f"{deed} {_topics(draws, 'We spoke of')}",
            "response": f"{one_of(draws, words.RESPONSES)}{one_of(draws, words.ADDITIONS)} "
            f"{_topics(draws, 'Named')}",
        }
        if broken is Break.COPIED and self.before is not None:
            own = {"intervention_text": self.before.intervention_text, "response": self.before.response}
        return ServiceNote(
            note_identifier=urn(draws),
            ref=f"DocumentReference/{name}",
            contact=contact,
            goals=(GoalProgress(goal_ref=goal.ref, words=goal.words, progress=one_of(draws, _PROGRESS)),),
            interventions=interventions,
            purpose=one_of(draws, words.PURPOSES) + one_of(draws, words.ADDITIONS),
            next_step=one_of(draws, words.NEXT_STEPS),
            written_at=signed_at,
            is_late_entry=broken is Break.LATE_MARKED,
            signature=self.person.colleague.signature(signed_at),
            **own,
        )


def visits_of(person: Person, *, share: float) -> Iterator[Visit]:
    """The visits of a person in the order of their days, twice a week, some left out.

    Args:
        person: whom they are with.
        share: of the visits that break a rule, from 0 to 1.
    """
    telling = _Telling(person, share, person.draws("visits"), goals_of(person))
    first, last = person.enrolled_on, person.last_on
    monday = first - timedelta(days=first.weekday())
    weekday, row = person.place % WEEKDAYS, person.place // WEEKDAYS
    twice_a_week = sorted(((weekday, _SLOTS[row]), ((weekday + 2) % WEEKDAYS, _SECOND_SLOTS[row])))
    while monday <= last:
        for later, (hour, minute) in twice_a_week:
            day = monday + timedelta(days=later)
            if first <= day <= last and telling.draws.random() >= _SHARE_LEFT_OUT:
                yield telling.visit(moment(day, hour, minute), day)
        monday += timedelta(days=7)


def _topics(draws: Random, beginning: str) -> str:
    """A sentence of its own, so that no two notes say the same."""
    return f"{beginning} {', '.join(mixed(draws, words.TOPICS))}."
