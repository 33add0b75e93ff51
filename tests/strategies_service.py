"""Hypothesis strategies for episodes, teams, referrals, crises and incidents."""

from __future__ import annotations

from hypothesis import strategies as st

from pss_fhir.domain.contact import ContactStatus, Modality, Place
from pss_fhir.domain.crisis import CrisisCall, CrisisHelp
from pss_fhir.domain.deadline import Deadline, DeadlineStatus, Obligation
from pss_fhir.domain.episode import DischargeReason, DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.group import GroupRoster, GroupSession, RosterMember
from pss_fhir.domain.incident import Incident, IncidentKind, IncidentLevel, IncidentStep, StepTaken
from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.referral import (
    Linkage,
    LinkageOutcome,
    LinkageStatus,
    Referral,
    ReferralKind,
    ReferralStatus,
)
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


@st.composite
def referrals(draw: st.DrawFn) -> Referral:
    """A referral; one of another kind has words."""
    kind = draw(st.sampled_from(ReferralKind))
    return Referral(
        ref=draw(refs_or_urns("ServiceRequest")),
        client_ref=draw(refs_or_urns("Patient")),
        kind=kind,
        words=draw(texts if kind is ReferralKind.OTHER else maybe(texts)),
        status=draw(st.sampled_from(ReferralStatus)),
        identifiers=draw(several_identifiers),
        referred_on=draw(maybe(days)),
        referrer_ref=draw(maybe(refs("Practitioner"))),
        to_ref=draw(maybe(refs("Organization") | refs("HealthcareService"))),
        to_name=draw(maybe(texts)),
        goal_refs=draw(several_refs("Goal")),
        reason_refs=draw(several_refs("Condition", "Observation")),
    )


@st.composite
def linkages(draw: st.DrawFn) -> Linkage:
    """A linkage; a completed one has an outcome."""
    status = draw(st.sampled_from(LinkageStatus))
    outcome = st.sampled_from(LinkageOutcome)
    first, last = sorted(draw(st.tuples(moments, moments)))
    return Linkage(
        ref=draw(refs_or_urns("Task")),
        client_ref=draw(refs_or_urns("Patient")),
        referral_ref=draw(refs_or_urns("ServiceRequest")),
        status=status,
        outcome=draw(outcome if status is LinkageStatus.COMPLETED else maybe(outcome)),
        words=draw(maybe(texts)),
        identifiers=draw(several_identifiers),
        owner_ref=draw(maybe(refs("Practitioner"))),
        begun_at=draw(maybe(st.just(first))),
        ended_at=draw(maybe(st.just(last))),
    )


@st.composite
def crisis_calls(draw: st.DrawFn) -> CrisisCall:
    """A call, answered or not, or one that never was."""
    kind = draw(st.sampled_from(CrisisHelp))
    is_retracted = draw(st.booleans())
    return CrisisCall(
        ref=draw(refs_or_urns("Communication")),
        client_ref=draw(refs_or_urns("Patient")),
        help=kind,
        help_words=draw(texts if kind is CrisisHelp.OTHER else maybe(texts)),
        called_at=draw(moments),
        caller_ref=draw(maybe(refs("Practitioner"))),
        called_ref=draw(maybe(refs("Organization"))),
        contact_ref=draw(maybe(refs("Encounter"))),
        about_refs=draw(several_refs("QuestionnaireResponse", "AdverseEvent")),
        said=draw(maybe(texts)),
        was_reached=None if is_retracted else draw(maybe(st.booleans())),
        identifiers=draw(several_identifiers),
        is_retracted=is_retracted,
    )


@st.composite
def deadlines(draw: st.DrawFn) -> Deadline:
    """An obligation; a completed one says when it was done."""
    status = draw(st.sampled_from(DeadlineStatus))
    given_at, due_at = sorted(draw(st.tuples(moments, moments)))
    return Deadline(
        ref=draw(refs_or_urns("Task")),
        obligation=draw(st.sampled_from(Obligation)),
        status=status,
        identifiers=draw(several_identifiers),
        focus_ref=draw(maybe(refs("Encounter") | refs("AdverseEvent"))),
        client_ref=draw(maybe(refs_or_urns("Patient"))),
        owner_ref=draw(refs("Practitioner")),
        given_at=given_at,
        due_at=due_at,
        done_at=draw(moments) if status is DeadlineStatus.COMPLETED else None,
    )


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """An incident of which much or little is known."""
    occurred_at, aware_at = sorted(draw(st.tuples(moments, moments)))
    return Incident(
        incident_id=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)),
        ref=draw(maybe(refs("AdverseEvent"))),
        kind=draw(maybe(st.sampled_from(IncidentKind))),
        what=draw(maybe(texts)),
        client_ref=draw(maybe(refs_or_urns("Patient"))),
        level=draw(maybe(st.sampled_from(IncidentLevel))),
        occurred_at=draw(maybe(st.just(occurred_at))),
        aware_at=draw(maybe(st.just(aware_at))),
        recorded_at=draw(maybe(moments)),
        recorder_ref=draw(maybe(refs("Practitioner"))),
        is_death=draw(st.booleans()),
        during_service=draw(maybe(st.booleans())),
        last_service_on=draw(maybe(days)),
        local_plan=draw(maybe(texts)),
        asked_at=draw(maybe(moments)),
        is_offense_witnessed=draw(st.booleans()),
        is_staff_accused=draw(st.booleans()),
        steps=tuple(
            draw(
                st.lists(
                    st.builds(StepTaken, step=st.sampled_from(IncidentStep), taken_at=moments), max_size=3
                )
            )
        ),
    )
