"""Care teams and natural supports, as the project and as others write them."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.team import CareTeam, NaturalSupport, Relationship, TeamRole, TeamStatus
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from tests.builders_care import CARE_TEAM, NATURAL_SUPPORT
from tests.unit.profiles.guide import example

ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"


def team_of(*participants: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "CareTeam",
        "id": "1",
        "subject": {"reference": "Patient/riley"},
        "participant": list(participants),
    }


def test_example_of_the_guide_is_read() -> None:
    read = from_fhir(example("CareTeam-team-ana"))

    assert isinstance(read, CareTeam)
    assert [member.role for member in read.members] == [TeamRole.PEER_SPECIALIST, TeamRole.CARE_COORDINATOR]
    assert read.members[0].is_family_member is False


def test_attestation_stands_on_the_participant() -> None:
    written = as_json(to_fhir(CARE_TEAM))

    assert [each.get("extension", [{}])[0].get("valueBoolean") for each in written["participant"]] == [
        False,
        True,
        None,
    ]


def test_team_of_others_is_read_by_displays_and_types() -> None:
    read = from_fhir(
        team_of(
            {
                "member": {"reference": "Practitioner/lee"},
                "role": [{"coding": [{"code": "x", "display": "Nurse"}]}],
            },
            {"member": {"reference": "RelatedPerson/kim"}, "role": [{"text": "Sister"}]},
            {"member": {"reference": "Practitioner/al"}},
        )
    )

    assert isinstance(read, CareTeam)
    assert read.status is TeamStatus.ACTIVE
    assert [(member.role, member.role_words) for member in read.members] == [
        (TeamRole.OTHER, "Nurse"),
        (TeamRole.NATURAL_SUPPORT, "Sister"),
        (TeamRole.OTHER, "Role not said"),
    ]


def test_member_without_a_reference_is_noted_and_the_others_kept() -> None:
    reading = read_all(
        [team_of({"member": {"display": "Somebody"}}, {"member": {"reference": "Practitioner/al"}})]
    )

    assert len(reading.records) == 1
    assert [issue.code for issue in reading.issues] == ["mapping.member-unknown"]


def test_team_without_any_member_is_refused() -> None:
    assert read_all([team_of()]).records == ()


@pytest.mark.parametrize("relationship", Relationship)
def test_each_relationship_comes_back(relationship: Relationship) -> None:
    support = NATURAL_SUPPORT.model_copy(update={"relationship": relationship})

    assert from_fhir(to_fhir(support)) == support


@pytest.mark.parametrize(
    ("code", "relationship"),
    [("MTH", Relationship.PARENT), ("WIFE", Relationship.PARTNER), ("UNCLE", Relationship.FAMILY_MEMBER)],
)
def test_finer_codes_of_others_are_understood(code: str, relationship: Relationship) -> None:
    written = as_json(to_fhir(NATURAL_SUPPORT))
    written["relationship"] = [{"coding": [{"system": ROLE_CODE, "code": code}]}]

    read = from_fhir(written)

    assert isinstance(read, NaturalSupport)
    assert read.relationship is relationship


def test_relationship_nobody_said_is_told_in_words() -> None:
    written = as_json(to_fhir(NATURAL_SUPPORT))
    del written["relationship"]
    written["telecom"] = [
        {"system": "email", "value": "kim@example.org"},
        {"system": "phone", "value": "call me"},
    ]

    read = from_fhir(written)

    assert isinstance(read, NaturalSupport)
    assert (read.relationship, read.relationship_words, read.phone) == (
        Relationship.OTHER,
        "Relationship not said",
        None,
    )
