"""Hypothesis strategies for episodes, teams, referrals, crises and incidents."""

from __future__ import annotations

from hypothesis import strategies as st

from pss_fhir.domain.contact import ContactStatus, Modality, Place
from pss_fhir.domain.episode import DischargeReason, DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.group import GroupRoster, GroupSession, RosterMember
from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.team import CareTeam, NaturalSupport, Relationship, TeamMember, TeamRole, TeamStatus
from tests.strategies import (
    days,
    maybe,
    moments,
    names,
    refs,
    refs_or_urns,
    several_identifiers,
    signatures,
    spans_of_days,
    spans_of_time,
    texts,
    uuids,
)


def several_refs(*types: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Up to three references to resources of the types."""
    return st.lists(st.one_of([refs(name) for name in types]), max_size=3).map(tuple)


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    """An episode; a finished one has its last day."""
    period = draw(spans_of_days())
    statuses = [one for one in EpisodeStatus if period.end_on or one is not EpisodeStatus.FINISHED]
    return Episode(
        ref=draw(refs_or_urns("EpisodeOfCare")),
        client_ref=draw(refs_or_urns("Patient")),
        status=draw(st.sampled_from(statuses)),
        identifiers=draw(several_identifiers),
        days=period,
        agency_ref=draw(maybe(refs("Organization"))),
        care_manager_ref=draw(maybe(refs("Practitioner"))),
        team_refs=draw(several_refs("CareTeam")),
        referral_refs=draw(several_refs("ServiceRequest")),
    )


discharge_summaries = st.builds(
    DischargeSummary,
    summary_identifier=uuids,
    ref=maybe(refs("DocumentReference")),
    client_ref=refs_or_urns("Patient"),
    episode_ref=maybe(refs("EpisodeOfCare")),
    status=st.sampled_from(NoteStatus),
    reason=st.sampled_from(DischargeReason),
    discharged_on=days,
    services=texts,
    progress=texts,
    condition=maybe(texts),
    aftercare=texts,
    own_words=maybe(texts),
    written_at=moments,
    signature=signatures,
)


@st.composite
def team_members(draw: st.DrawFn) -> TeamMember:
    """A member of any role; another role has words."""
    role = draw(st.sampled_from(TeamRole))
    words = texts.filter(lambda text: not text.startswith("Natural support"))
    return TeamMember(
        member_ref=draw(refs("Practitioner") | refs("Organization")),
        role=role,
        role_words=draw(words if role is TeamRole.OTHER else maybe(words)),
        days=draw(spans_of_days()),
        is_family_member=draw(maybe(st.booleans())),
    )


care_teams = st.builds(
    CareTeam,
    ref=refs_or_urns("CareTeam"),
    client_ref=refs_or_urns("Patient"),
    status=st.sampled_from(TeamStatus),
    name=maybe(texts),
    identifiers=several_identifiers,
    days=spans_of_days(),
    members=st.lists(team_members(), min_size=1, max_size=3).map(tuple),
)


@st.composite
def natural_supports(draw: st.DrawFn) -> NaturalSupport:
    """A natural support; another relationship has words."""
    relationship = draw(st.sampled_from(Relationship))
    return NaturalSupport(
        ref=draw(refs_or_urns("RelatedPerson")),
        client_ref=draw(refs_or_urns("Patient")),
        name=draw(names()),
        relationship=relationship,
        relationship_words=draw(texts if relationship is Relationship.OTHER else maybe(texts)),
        phone=draw(
            maybe(st.from_regex(r"\+?[0-9][0-9 ().\-]{2,30}", fullmatch=True, alphabet="+0123456789 ().-"))
        ),
        identifiers=draw(several_identifiers),
        is_active=draw(st.booleans()),
    )


rosters = st.builds(
    GroupRoster,
    ref=refs_or_urns("Group"),
    name=maybe(texts),
    identifiers=several_identifiers,
    agency_ref=maybe(refs("Organization")),
    members=st.lists(
        st.builds(RosterMember, client_ref=refs_or_urns("Patient"), days=spans_of_days()),
        max_size=3,
        unique_by=lambda member: member.client_ref,
    ).map(tuple),
    is_active=st.booleans(),
)


@st.composite
def group_sessions(draw: st.DrawFn) -> GroupSession:
    """A session, running or over."""
    span = draw(spans_of_time())
    has_start = draw(st.booleans())
    return GroupSession(
        ref=draw(refs_or_urns("Encounter")),
        roster_ref=draw(refs("Group")),
        identifiers=draw(several_identifiers),
        status=draw(st.sampled_from(ContactStatus)),
        leader_refs=draw(several_refs("Practitioner", "PractitionerRole")),
        modality=draw(maybe(st.sampled_from(Modality))),
        place=draw(maybe(st.sampled_from(Place))),
        place_name=draw(maybe(texts)),
        started_at=span.started_at if has_start else None,
        ended_at=span.ended_at if has_start and draw(st.booleans()) else None,
        people_present=draw(maybe(st.integers(1, 200))),
    )
