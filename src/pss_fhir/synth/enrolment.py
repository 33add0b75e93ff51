"""A synthetic person's time at the agency: supports, team and episode, from the start to the summary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pss_fhir.domain.episode import DischargeReason, DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Days, Record
from pss_fhir.domain.team import CareTeam, NaturalSupport, Relationship, TeamMember, TeamRole, TeamStatus
from pss_fhir.synth.chance import one_of, urn
from pss_fhir.synth.person import Person, moment
from pss_fhir.synth.surroundings import AGENCY_REF, CLINICIAN_REF
from pss_fhir.synth.words import GIVEN

_RELATIONSHIPS = (
    *(Relationship.SIBLING, Relationship.PARENT, Relationship.PARTNER, Relationship.FRIEND),
    *(Relationship.NEIGHBOR, Relationship.CHILD),
)
_PROGRESS = {
    DischargeReason.GOALS_REACHED: "Both goals were reached and have held for two months.",
    DischargeReason.STABLE_RECOVERY: "One goal was reached; the other goes on without us.",
    DischargeReason.NO_PROGRESS: "Little moved in three reviews; we agreed that another service fits better.",
    DischargeReason.WITHDREW: "There was progress on the first goal until the person chose to stop.",
    DischargeReason.MOVED: "Progress on both goals; the new county has been told.",
    DischargeReason.LOST_CONTACT: "Progress until the last visit; letters and calls were not answered.",
}
_OWN_WORDS = ("I know whom to call now.", "It was good to be heard.", "I would come back.", None)


def support_ref(person: Person) -> str:
    """The first natural support of the person."""
    return f"RelatedPerson/{person.key}-1"


def enrolment_of(person: Person) -> Iterator[Record]:
    """Natural supports, care team, episode, and the discharge summary of one who left."""
    supports = tuple(_supports(person))
    days = Days(start_on=person.enrolled_on, end_on=person.left_on)
    has_left = person.left_on is not None
    yield from supports
    yield CareTeam(
        ref=f"CareTeam/{person.key}",
        client_ref=person.ref,
        status=TeamStatus.INACTIVE if has_left else TeamStatus.ACTIVE,
        name="Peer support team",
        days=days,
        members=(
            TeamMember(
                member_ref=person.colleague.ref,
                role=TeamRole.PEER_SPECIALIST,
                days=days,
                is_family_member=False,
            ),
            TeamMember(member_ref=CLINICIAN_REF, role=TeamRole.CARE_COORDINATOR, days=days),
            *(
                TeamMember(member_ref=support.ref, role=TeamRole.NATURAL_SUPPORT, days=days)
                for support in supports
            ),
        ),
    )
    yield Episode(
        ref=f"EpisodeOfCare/{person.key}",
        client_ref=person.ref,
        status=EpisodeStatus.FINISHED if has_left else EpisodeStatus.ACTIVE,
        days=days,
        agency_ref=AGENCY_REF,
        care_manager_ref=person.colleague.ref,
        team_refs=(f"CareTeam/{person.key}",),
        referral_refs=(f"ServiceRequest/{person.key}-referral",),
    )
    if person.left_on is not None and person.reason is not None:
        yield _summary(person, person.reason)


def _supports(person: Person) -> Iterator[NaturalSupport]:
    draws = person.draws("supports")
    for number in range(1, 2 + (draws.random() < 0.5)):
        yield NaturalSupport(
            ref=f"RelatedPerson/{person.key}-{number}",
            client_ref=person.ref,
            name=PersonName(family="HTEST", given=(one_of(draws, GIVEN),)),
            relationship=one_of(draws, _RELATIONSHIPS),
            phone="919-555-0100",
        )


def _summary(person: Person, reason: DischargeReason) -> DischargeSummary:
    draws = person.draws("discharge")
    left_on = person.left_on or person.last_on
    signed_at = moment(left_on + timedelta(days=1 + draws.randrange(25)), 15, draws.randrange(60))
    return DischargeSummary(
        summary_identifier=urn(draws),
        ref=f"DocumentReference/{person.key}-discharge",
        client_ref=person.ref,
        episode_ref=f"EpisodeOfCare/{person.key}",
        reason=reason,
        discharged_on=left_on,
        services="Visits twice a week at home and in the community, and the group of the week.",
        progress=_PROGRESS[reason],
        condition="Safe, with a safety plan of their own and people to call.",
        aftercare="The clinic goes on as before. The door stays open: a call is enough.",
        own_words=one_of(draws, _OWN_WORDS),
        written_at=signed_at,
        signature=person.colleague.signature(signed_at),
    )
