"""Care teams and natural supports."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Days
from pss_fhir.domain.team import (
    FAMILY,
    CareTeam,
    NaturalSupport,
    Relationship,
    TeamMember,
    TeamRole,
    TeamStatus,
)
from tests.builders import CLIENT_REF, SPECIALIST_REF

FIRST = date(2026, 6, 1)
PEER = TeamMember(
    member_ref=SPECIALIST_REF,
    role=TeamRole.PEER_SPECIALIST,
    days=Days(start_on=FIRST),
    is_family_member=False,
)
TEAM = CareTeam(ref="CareTeam/1", client_ref=CLIENT_REF, members=(PEER,))


def test_specialists_are_those_whose_days_have_come() -> None:
    assert TEAM.specialists_on(FIRST) == (SPECIALIST_REF,)
    assert TEAM.specialists_on(date(2026, 5, 31)) == ()


def test_team_that_is_not_active_has_no_specialists() -> None:
    assert TEAM.model_copy(update={"status": TeamStatus.INACTIVE}).specialists_on(FIRST) == ()


def test_another_role_or_relationship_needs_words() -> None:
    with pytest.raises(ValidationError, match="words"):
        TeamMember(member_ref=SPECIALIST_REF, role=TeamRole.OTHER)
    with pytest.raises(ValidationError, match="words"):
        make_support(Relationship.OTHER)


@pytest.mark.parametrize("relationship", [one for one in Relationship if one is not Relationship.OTHER])
def test_family_is_known_by_the_relationship(relationship: Relationship) -> None:
    assert make_support(relationship).is_family is (relationship in FAMILY)


def make_support(relationship: Relationship) -> NaturalSupport:
    return NaturalSupport(
        ref="RelatedPerson/1",
        client_ref=CLIENT_REF,
        name=PersonName(text="Kim HTEST"),
        relationship=relationship,
    )
