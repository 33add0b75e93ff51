"""Group sessions and rosters, and a whole session as resources."""

from __future__ import annotations

from pss_fhir.domain.contact import Modality
from pss_fhir.domain.group import Attendance, GroupRecord, GroupRoster, GroupSession
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.validation import Validator
from tests.builders import make_signature
from tests.builders_care import GROUP_ROSTER, GROUP_SESSION
from tests.unit.profiles.guide import example

URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1"
RECORD = GroupRecord(
    session=GROUP_SESSION,
    purpose="To share what helps on bad days.",
    intervention_text="Led a round on coping skills.",
    attendance=tuple(
        Attendance(
            client_ref=f"Patient/{number}",
            contact_identifier=f"{URN}c00{number}",
            note_identifier=f"{URN}d00{number}",
            came=True,
            response="Took part.",
        )
        for number in (1, 2)
    ),
)


def test_example_of_the_guide_is_read() -> None:
    session = from_fhir(example("Encounter-group-wednesday"))
    roster = from_fhir(example("Group-members-wednesday"))

    assert isinstance(session, GroupSession)
    assert (session.people_present, session.roster_ref) == (2, "Group/members-wednesday")
    assert isinstance(roster, GroupRoster)
    assert [member.client_ref for member in roster.members] == ["Patient/client-ana", "Patient/client-ben"]


def test_session_names_no_member() -> None:
    written = as_json(to_fhir(GROUP_SESSION))

    assert "Patient/" not in str(written)


def test_whole_session_is_valid_and_comes_back() -> None:
    records = (GROUP_SESSION, *RECORD.contacts())
    written = [as_json(to_fhir(record)) for record in records]

    errors = [
        issue for each in written for issue in Validator().validate(each) if issue.severity is Severity.ERROR
    ]
    assert errors == []
    assert read_all(written).records == records


def test_notes_of_a_session_come_back_without_each_other() -> None:
    notes = RECORD.notes(make_signature())
    back = read_all([as_json(to_fhir(note)) for note in notes]).records

    assert [note.client_ref for note in back] == ["Patient/1", "Patient/2"]  # type: ignore[attr-defined] # notes


def test_session_of_others_is_read_by_its_codes() -> None:
    session = from_fhir(
        {
            "resourceType": "Encounter",
            "id": "g",
            "status": "finished",
            "class": {"code": "VR"},
            "type": [{"coding": [{"system": "http://snomed.info/sct", "code": "448337001"}]}],
            "subject": {"reference": "Group/g"},
        }
    )

    assert isinstance(session, GroupSession)
    assert session.modality is Modality.TELEHEALTH


def test_member_who_cannot_be_told_is_noted() -> None:
    written = as_json(to_fhir(GROUP_ROSTER))
    written["member"].append({"entity": {"display": "Somebody"}})

    reading = read_all([written])

    assert reading.records == (GROUP_ROSTER,)
    assert [issue.code for issue in reading.issues] == ["mapping.member-unknown"]


def test_group_of_things_or_of_a_definition_is_left_alone() -> None:
    for group in ({"type": "device", "actual": True}, {"type": "person", "actual": False}):
        reading = read_all([{"resourceType": "Group", "id": "1", **group}])

        assert [issue.code for issue in reading.issues] == ["mapping.other-type"]


def test_member_who_is_inactive_is_no_member() -> None:
    group = as_json(to_fhir(GROUP_ROSTER))
    left = {"entity": {"reference": "Patient/left"}, "inactive": True}

    assert from_fhir(group | {"member": [*group["member"], left]}) == GROUP_ROSTER
