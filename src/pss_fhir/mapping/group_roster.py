"""GroupRoster <-> Group of persons; it stays in the agency's own store."""

from __future__ import annotations

from pss_fhir.domain.group import GroupRoster, RosterMember
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, period_of_days, reference
from pss_fhir.r4.canonicals import ROSTER_PROFILE

CONCEPT = Concept(
    words="a group",
    record=GroupRoster,
    resource_types=("Group",),
    profile=ROSTER_PROFILE,
    reads=("id", "identifier", "active", "type", "actual", "name", "managingEntity", "member"),
)


def to_fhir(roster: GroupRoster) -> models.Group:
    """The roster as a Group."""
    made = begin("Group", roster.ref, (ROSTER_PROFILE,), roster.identifiers)
    made |= {"active": roster.is_active, "type": "person", "actual": True}
    if roster.name:
        made["name"] = roster.name
    made["quantity"] = len(roster.members)
    if roster.agency_ref:
        made["managingEntity"] = reference(roster.agency_ref)
    if roster.members:
        made["member"] = [_write_member(member) for member in roster.members]
    return models.Group.model_validate(made)


def _write_member(member: RosterMember) -> Json:
    period = period_of_days(member.days)
    return {"entity": reference(member.client_ref)} | ({"period": period} if period else {})


def read(group: Element) -> GroupRoster:
    """The roster that a Group holds; a member who cannot be told is noted and left out.

    Raises:
        Unreadable: no id, or a member twice; noted in the report.
    """
    ref, identifiers = group.known_as()
    members = []
    for element in group.several("member"):
        if element.boolean("inactive"):
            continue  # "if member is no longer in group" (FHIR R4 4.0.1, Group.member.inactive)
        client_ref = element.ref("entity")
        if client_ref is None:
            group.report.add("mapping.member-unknown", element.path, element=element.path)
        else:
            members.append(RosterMember(client_ref=client_ref, days=element.days("period")))
    return group.build(
        GroupRoster,
        ref=ref,
        name=group.text("name"),
        identifiers=identifiers,
        agency_ref=group.ref("managingEntity"),
        members=tuple(members),
        is_active=group.boolean("active") is not False,
    )
