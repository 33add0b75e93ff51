"""CareTeam <-> CareTeam (US Core CareTeam)."""

from __future__ import annotations

from pss_fhir.domain.team import CareTeam, TeamMember, TeamRole, TeamStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.parts import Json, begin, coding, concept, extension, period_of_days, reference
from pss_fhir.mapping.report import Unreadable
from pss_fhir.mapping.specialist import PEER_SPECIALIST
from pss_fhir.r4.canonicals import CARE_TEAM_PROFILE, FAMILY_MEMBER, US_CORE_CARE_TEAM
from pss_fhir.r4.references import type_of_ref
from pss_fhir.r4.systems import NUCC, SNOMED, same_system

_WRITTEN = {
    TeamStatus.PROPOSED: "proposed",
    TeamStatus.ACTIVE: "active",
    TeamStatus.SUSPENDED: "suspended",
    TeamStatus.INACTIVE: "inactive",
    TeamStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()}
_CODINGS = {
    TeamRole.PEER_SPECIALIST: PEER_SPECIALIST,
    TeamRole.CARE_COORDINATOR: coding(SNOMED, "768820003", "Care coordinator"),
}
_NATURAL_SUPPORT = "Natural support"
CONCEPT = Concept(
    words="a care team",
    record=CareTeam,
    resource_types=("CareTeam",),
    profile=CARE_TEAM_PROFILE,
    reads=("id", "identifier", "status", "name", "subject", "period", "participant"),
    losses=(
        Loss(
            "members.role",
            "it is another role whose words begin with Natural support",
            "no code stands for natural supports, so that their role is told by these words",
        ),
    ),
)


def to_fhir(team: CareTeam) -> models.CareTeam:
    """The team as a US Core CareTeam."""
    made = begin("CareTeam", team.ref, (CARE_TEAM_PROFILE, US_CORE_CARE_TEAM), team.identifiers)
    made["status"] = _WRITTEN[team.status]
    if team.name:
        made["name"] = team.name
    made["subject"] = reference(team.client_ref)
    if period := period_of_days(team.days):
        made["period"] = period
    made["participant"] = [_write_member(member) for member in team.members]
    return models.CareTeam.model_validate(made)


def _write_member(member: TeamMember) -> Json:
    made: Json = {}
    if member.is_family_member is not None:
        made["extension"] = [extension(FAMILY_MEMBER, "valueBoolean", member.is_family_member)]
    made["role"] = [_write_role(member)]
    made["member"] = reference(member.member_ref)
    if period := period_of_days(member.days):
        made["period"] = period
    return made


def _write_role(member: TeamMember) -> Json:
    if member.role is TeamRole.NATURAL_SUPPORT:
        said = f"{_NATURAL_SUPPORT}: {member.role_words}" if member.role_words else _NATURAL_SUPPORT
        return concept(text=said)
    known = _CODINGS.get(member.role)
    return concept(*([known] if known else []), text=member.role_words)


def read(team: Element) -> CareTeam:
    """The team that a CareTeam describes; a member that cannot be told is noted and left out.

    A team without a status counts as active, which is what servers that leave it out mean by it.

    Raises:
        Unreadable: no id or person, or no member that can be told; noted in the report.
    """
    ref, identifiers = team.known_as()
    return team.build(
        CareTeam,
        ref=ref,
        client_ref=team.require(team.ref("subject"), "subject", CONCEPT.words),
        status=team.code("status", _READ) or TeamStatus.ACTIVE,
        name=team.text("name"),
        identifiers=identifiers,
        days=team.days("period"),
        members=tuple(
            member for each in team.several("participant") if (member := _read_member(each)) is not None
        ),
    )


def _read_member(participant: Element) -> TeamMember | None:
    member_ref = participant.ref("member")
    if member_ref is None:
        participant.report.add("mapping.member-unknown", participant.path, element=participant.path)
        return None
    role, words = _read_role(participant, member_ref)
    family = participant.extension(FAMILY_MEMBER)
    try:
        return participant.build(
            TeamMember,
            member_ref=member_ref,
            role=role,
            role_words=words,
            days=participant.days("period"),
            is_family_member=family.boolean("valueBoolean") if family else None,
        )
    except Unreadable:
        return None


def _read_role(participant: Element, member_ref: str) -> tuple[TeamRole, str | None]:
    roles = participant.several("role")
    text = next((words for role in roles if (words := role.text("text"))), None)
    for system, code in participant.codings("role"):
        if same_system(system, NUCC) and code == PEER_SPECIALIST["code"]:
            return TeamRole.PEER_SPECIALIST, text
        if same_system(system, SNOMED) and code == "768820003":
            return TeamRole.CARE_COORDINATOR, text
    codings = [item for role in roles for item in role.coded()]
    shown = next((words for item in codings if (words := item.text("display"))), None)
    if not codings and (text == _NATURAL_SUPPORT or (text or "").startswith(f"{_NATURAL_SUPPORT}: ")):
        return TeamRole.NATURAL_SUPPORT, (text or "").removeprefix(_NATURAL_SUPPORT).removeprefix(
            ": "
        ) or None
    if type_of_ref(member_ref) == "RelatedPerson":
        return TeamRole.NATURAL_SUPPORT, text or shown
    return TeamRole.OTHER, text or shown or "Role not said"
