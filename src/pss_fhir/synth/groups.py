"""The weekly group of one specialist: its roster, its sessions, and each member's own contact and note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pss_fhir.domain.contact import Contact, ContactKind, Modality, Place
from pss_fhir.domain.group import GroupRoster, GroupSession, RosterMember
from pss_fhir.domain.note import GoalProgress, Progress, ServiceNote
from pss_fhir.domain.payer import GROUP_MODIFIER
from pss_fhir.domain.record import Days
from pss_fhir.synth import words
from pss_fhir.synth.chance import chance, mixed, one_of, urn
from pss_fhir.synth.person import Person, moment
from pss_fhir.synth.plan import goals_of, order_ref
from pss_fhir.synth.staff import Colleague
from pss_fhir.synth.surroundings import AGENCY_REF
from pss_fhir.synth.visits import WEEKDAYS, Visit

_SHARE_OF_CLIENTS, _SHARE_COMING = 0.6, 0.8
_FEWEST = 2
_HOUR, _MINUTES = 17, 60
_MOST_TOPICS = 7
_PROGRESS = (Progress.PROGRESS, Progress.NO_CHANGE)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session and who came.

    Attributes:
        present: the numbers of those who came, rising.
        topics: what can be spoken of, in the order of this session.
    """

    name: str
    day: date
    present: tuple[int, ...]
    topics: tuple[str, ...]

    @property
    def ref(self) -> str:
        """The session."""
        return f"Encounter/{self.name}"

    def topics_of(self, number: int) -> tuple[str, ...]:
        """What one of those who came spoke of: nothing that another did."""
        return self.topics[self.present.index(number) :: len(self.present)][:_MOST_TOPICS]


@dataclass(frozen=True, slots=True)
class Group:
    """The group of one specialist.

    Attributes:
        meetings: in the order of their days.
    """

    colleague: Colleague
    members: tuple[Person, ...]
    meetings: tuple[Meeting, ...]

    @property
    def ref(self) -> str:
        """The roster."""
        return f"Group/{self.colleague.staff_id}"

    def records(self) -> Iterator[GroupRoster | GroupSession]:
        """The roster and the sessions, which name nobody."""
        yield GroupRoster(
            ref=self.ref,
            name="HTEST weekly group",
            agency_ref=AGENCY_REF,
            members=tuple(
                RosterMember(
                    client_ref=member.ref, days=Days(start_on=member.enrolled_on, end_on=member.left_on)
                )
                for member in self.members
            ),
        )
        for meeting in self.meetings:
            started_at = moment(meeting.day, _HOUR)
            yield GroupSession(
                ref=meeting.ref,
                roster_ref=self.ref,
                leader_refs=(self.colleague.ref,),
                modality=Modality.IN_PERSON,
                place=Place.COMMUNITY,
                place_name="Community center",
                started_at=started_at,
                ended_at=started_at + timedelta(minutes=_MINUTES),
                people_present=len(meeting.present),
            )


def group_of(
    colleague: Colleague, clients: Sequence[Person], seed: int, story: tuple[date, date]
) -> Group | None:
    """The specialist's group; None where too few want one."""
    draws = chance(seed, "group", colleague.staff_id)
    members = tuple(client for client in clients if draws.random() < _SHARE_OF_CLIENTS)
    if len(members) < _FEWEST:
        return None
    starts_on, ends_on = story
    weekday = sum(colleague.staff_id.encode()) % WEEKDAYS
    day = starts_on + timedelta(days=(weekday - starts_on.weekday()) % 7)
    meetings = []
    while day <= ends_on:
        present = tuple(
            member.number
            for member in members
            if draws.random() < _SHARE_COMING and member.enrolled_on <= day <= member.last_on
        )
        if len(present) >= _FEWEST:
            topics = tuple(draws.sample(words.TOPICS, len(words.TOPICS)))
            meetings.append(Meeting(f"{colleague.staff_id}-{day:%Y%m%d}", day, present, topics))
        day += timedelta(days=7)
    return Group(colleague, members, tuple(meetings))


def group_visits_of(person: Person, group: Group) -> Iterator[Visit]:
    """The person's own contact and note for each session that the person came to."""
    draws = person.draws("group visits")
    goals = goals_of(person)
    for meeting in group.meetings:
        if person.number not in meeting.present:
            continue
        shared = chance(person.seed, "session", meeting.name)
        interventions, deed = one_of(shared, words.GROUP_DEEDS)
        started_at = moment(meeting.day, _HOUR)
        ended_at = started_at + timedelta(minutes=_MINUTES)
        name = f"{person.key}-g{meeting.day:%Y%m%d}"
        contact = Contact(
            ref=f"Encounter/{name}",
            contact_identifier=urn(draws),
            client_ref=person.ref,
            specialist_ref=person.colleague.ref,
            kind=ContactKind.GROUP,
            modality=Modality.IN_PERSON,
            place=Place.COMMUNITY,
            place_name="Community center",
            started_at=started_at,
            ended_at=ended_at,
            modifiers=(GROUP_MODIFIER,),
            order_ref=order_ref(person, meeting.day),
            people_present=len(meeting.present),
            group_ref=meeting.ref,
        )
        goal = one_of(draws, goals)
        signed_at = ended_at + timedelta(minutes=10 + int(draws.random() * 80))
        progress = one_of(draws, _PROGRESS)
        yield Visit(
            name,
            contact,
            ServiceNote(
                note_identifier=urn(draws),
                ref=f"DocumentReference/{name}",
                contact=contact,
                goals=(GoalProgress(goal_ref=goal.ref, words=goal.words, progress=progress),),
                interventions=interventions,
                purpose=one_of(shared, words.GROUP_PURPOSES) + one_of(shared, words.ADDITIONS),
                intervention_text=f"{deed} We heard of {', '.join(mixed(shared, words.TOPICS))}.",
                response=f"{one_of(draws, words.GROUP_RESPONSES)}; named "
                f"{', '.join(meeting.topics_of(person.number))}.",
                next_step="The group meets again next week.",
                written_at=signed_at,
                signature=person.colleague.signature(signed_at),
            ),
            alike=("group", len(meeting.present), interventions[0].value, progress),
        )
