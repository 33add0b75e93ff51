"""The synthetic agency: the same by seed, valid, whole, and broken only where its truth says so."""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.clock import local_date
from pss_fhir.compliance.staff_folder import read_staff_folder
from pss_fhir.domain.contact import Contact, ContactStatus
from pss_fhir.domain.meeting import MeetingStatus, StaffMeeting
from pss_fhir.domain.note import NoteStatus, Retraction, ServiceNote
from pss_fhir.domain.plan import Plan
from pss_fhir.domain.plan_step import PlanStep, StepStatus
from pss_fhir.errors import InputError, UsageError
from pss_fhir.issues import Severity
from pss_fhir.mapping import read_all
from pss_fhir.synth.agency import AgencySize, write_agency
from pss_fhir.synth.breaks import BREAKS, RULES
from pss_fhir.synth.visits import MOST_CLIENTS
from pss_fhir.validation import Validator
from tests.interop.loading import resources_of
from tests.synth_agency import SEED, SIZE, STARTS_ON, SynthAgency

TOLD = {
    *("AdvanceDirective", "Addendum", "Authorization", "AuthorizationRequest", "Authorship"),
    *("BackgroundCheck", "CareTeam", "Characteristic"),
    *("Client", "Consent", "Contact", "Coverage", "CredentialVerification", "CrisisCall", "Deadline"),
    *("Diagnosis", "DischargeSummary", "Disclosure", "Episode", "Goal", "GroupRoster", "GroupSession"),
    *(
        "Incident",
        "Linkage",
        "NaturalSupport",
        "Plan",
        "PlanStep",
        "ProgressSeen",
        "RecordUse",
        "RecoveryCapital",
    ),
    *("Referral", "Retraction", "StaffMeeting"),
    *("SafetyPlan", "ServiceNote", "ServiceOrder", "Specialist", "Supervision", "Training", "WellnessPlan"),
}
"""The concepts of the story."""


def test_same_seed_gives_the_same_bytes_and_another_gives_others(
    synth_agency: SynthAgency, tmp_path: Path
) -> None:
    again, other = tmp_path / "again", tmp_path / "other"
    write_agency(SIZE, again, seed=SEED, starts_on=STARTS_ON)
    write_agency(SIZE, other, seed=SEED + 1, starts_on=STARTS_ON)

    files = {file.relative_to(again): file.read_bytes() for file in again.rglob("*.*")}
    assert files == {
        file.relative_to(synth_agency.folder): file.read_bytes() for file in synth_agency.folder.rglob("*.*")
    }
    notes = Path("fhir/DocumentReference.ndjson")
    assert files[notes] != (other / notes).read_bytes()


def test_every_resource_is_marked_and_valid_and_its_warnings_are_known(synth_agency: SynthAgency) -> None:
    validator = Validator()
    made = synth_agency.resources()

    assert all(resource["meta"]["tag"][0]["code"] == "HTEST" for resource in made)
    found = [issue for resource in made for issue in validator.validate(resource)]
    assert [str(issue) for issue in found if issue.severity is Severity.ERROR] == []
    warned = {
        (str(issue.path).partition("[")[0], issue.code)
        for issue in found
        if issue.severity is Severity.WARNING
    }
    assert warned <= KNOWN_WARNINGS


KNOWN_WARNINGS = {
    ("AuditEvent.entity", "validate.binding-extensible"),
    ("Consent.category", "validate.binding-extensible"),
    ("Consent.provision.securityLabel", "validate.binding-extensible"),
    ("Coverage.identifier", "validate.binding-extensible"),
    ("Practitioner.identifier", "validate.binding-extensible"),
}
"""R4's lists are older than the codes of 42 CFR Part 2, and have none for the number of a certificate or of
a member, whose code (MB) US Core and PAS name."""


def test_every_reference_leads_to_a_resource_of_the_agency(synth_agency: SynthAgency) -> None:
    made = synth_agency.resources()
    held = {f"{resource['resourceType']}/{resource['id']}" for resource in made}

    assert len(held) == len(made)
    assert set(references(made)) <= held


def references(value: Any) -> list[str]:
    """Every literal reference to another resource in some JSON."""
    if isinstance(value, list):
        return [ref for each in value for ref in references(each)]
    if not isinstance(value, dict):
        return []
    own = value.get("reference")
    here = [own] if isinstance(own, str) and not own.startswith("#") else []
    return here + [ref for each in value.values() for ref in references(each)]


def test_server_that_is_sent_the_agency_in_order_knows_every_reference(synth_agency: SynthAgency) -> None:
    known: set[str] = set()
    for resource in resources_of(synth_agency.folder):
        known.add(f"{resource['resourceType']}/{resource['id']}")
        assert [ref for ref in references(resource) if ref not in known] == []


def test_every_concept_of_the_story_is_read_back_without_a_finding(synth_agency: SynthAgency) -> None:
    reading = read_all(synth_agency.resources())

    others = [issue for issue in reading.issues if issue.severity is not Severity.INFORMATION]
    kinds = Counter(type(record).__name__ for record in reading.records)
    assert [str(issue) for issue in others] == []
    assert set(kinds) >= TOLD
    assert kinds["Client"] == SIZE.clients
    assert kinds["Contact"] > 900


def test_all_ways_to_meet_and_all_breaks_are_there(synth_agency: SynthAgency) -> None:
    records = synth_agency.records()
    contacts = [record for record in records if isinstance(record, Contact)]

    assert {contact.kind.value for contact in contacts} == {
        *("individual", "group", "collateral", "administrative")
    }
    assert {contact.modality.value for contact in contacts if contact.modality} == {
        *("in-person", "telehealth", "telephone", "text-message", "email")
    }
    assert {ContactStatus.CANCELLED, ContactStatus.RETRACTED} < {contact.status for contact in contacts}
    assert any(record.is_late_entry for record in records if isinstance(record, ServiceNote))
    assert set(RULES) == set(BREAKS)
    broken = {line["rule"] for line in synth_agency.truth()}
    assert {rule for rules in RULES.values() for rule in rules} <= broken


def test_nobody_is_in_two_places(synth_agency: SynthAgency) -> None:
    contacts = [record for record in synth_agency.records() if isinstance(record, Contact)]
    assert_nobody_is_in_two_places(contacts)


def test_members_of_a_session_speak_of_different_things(synth_agency: SynthAgency) -> None:
    told: defaultdict[str, list[str]] = defaultdict(list)
    for note in synth_agency.records():
        if isinstance(note, ServiceNote) and note.contact.group_ref and note.status is NoteStatus.CURRENT:
            own = str(note.response).rstrip(".").partition("named ")[2]
            told[note.contact.group_ref] += own.split(", ")

    assert max(map(len, told.values())) > 14
    assert all(len(topics) == len(set(topics)) for topics in told.values())


def test_full_caseload_fits_into_the_week(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    size = AgencySize(clients=MOST_CLIENTS, staff=1, months=1)
    write_agency(size, folder, seed=1, starts_on=STARTS_ON)

    lines = (folder / "fhir" / "Encounter.ndjson").read_text("utf-8").splitlines()
    records = read_all(json.loads(line) for line in lines).records
    assert_nobody_is_in_two_places([record for record in records if isinstance(record, Contact)])


def assert_nobody_is_in_two_places(contacts: list[Contact]) -> None:
    """No two visits of one specialist share a moment, but those of one group."""
    met = [one for one in contacts if one.status is not ContactStatus.RETRACTED and one.span]
    for specialist in {contact.specialist_ref for contact in met}:
        own = {
            contact.group_ref or contact.ref: contact.span
            for contact in met
            if contact.specialist_ref == specialist
        }
        spans = sorted((span for span in own.values() if span), key=lambda span: span.started_at)
        assert len(spans) > 10
        assert not any(one.overlaps(other) for one, other in itertools.pairwise(spans))


def test_team_meets_when_nobody_sees_a_client(synth_agency: SynthAgency) -> None:
    records = synth_agency.records()
    meetings = [record for record in records if isinstance(record, StaffMeeting)]
    started = [record.started_at for record in records if isinstance(record, Contact) and record.started_at]

    ends_on = SIZE.story_from(STARTS_ON)[1]
    assert len(meetings) > SIZE.months
    for meeting in meetings:
        assert (meeting.status is MeetingStatus.HELD) == (local_date(meeting.started_at) <= ends_on)
        assert not any(meeting.started_at <= moment < meeting.ended_at for moment in started)


def test_steps_stand_in_the_plans_and_are_done_before_the_story_ends(synth_agency: SynthAgency) -> None:
    records = synth_agency.records()
    steps = [record for record in records if isinstance(record, PlanStep)]
    planned = {ref for record in records if isinstance(record, Plan) for ref in record.step_refs}

    assert {step.ref for step in steps} == planned
    assert {step.status for step in steps} >= {StepStatus.COMPLETED, StepStatus.CANCELLED}
    assert max(step.done_on for step in steps if step.done_on) <= SIZE.story_from(STARTS_ON)[1]


def test_each_note_taken_back_has_its_retraction(synth_agency: SynthAgency) -> None:
    records = synth_agency.records()
    taken_back = {
        record.note_identifier
        for record in records
        if isinstance(record, ServiceNote) and record.status is NoteStatus.RETRACTED
    }

    assert taken_back == {record.record_identifier for record in records if isinstance(record, Retraction)}
    assert taken_back


def test_staff_folder_is_read_whole(synth_agency: SynthAgency) -> None:
    folder = read_staff_folder(synth_agency.folder / "staff")

    assert [issue for issue in folder.issues if issue.severity is not Severity.INFORMATION] == []
    assert len(folder.records.members) == SIZE.staff + 1
    assert len(folder.records.assignments) == SIZE.clients
    assert len(folder.incidents) == len(synth_agency.lines("kept", "AdverseEvent"))


def test_share_of_none_breaks_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "clean"
    made = write_agency(
        AgencySize(clients=1, staff=1, months=1, broken=0), folder, seed=1, starts_on=STARTS_ON
    )

    assert made.broken == 0
    assert (folder / "truth.ndjson").read_bytes() == b""


def test_progress_is_told_for_each_client(tmp_path: Path) -> None:
    told: list[int] = []
    size = AgencySize(clients=3, staff=2, months=1)
    write_agency(size, tmp_path / "told", seed=1, starts_on=STARTS_ON, on_client=told.append)

    assert told == [1, 2, 3]


def test_folder_with_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(InputError) as refused:
        write_agency(SIZE, tmp_path, seed=1, starts_on=STARTS_ON)

    assert refused.value.code == "synth.folder-not-empty"
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_too_few_staff_is_refused_with_the_number_needed() -> None:
    with pytest.raises(UsageError, match="at least 3 specialists") as refused:
        AgencySize(clients=21, staff=2, months=1)

    assert refused.value.code == "usage.too-few-staff"


@pytest.mark.parametrize(
    "numbers",
    [
        {"clients": 0, "staff": 1, "months": 1},
        {"clients": 1, "staff": 0, "months": 1},
        {"clients": 1, "staff": 1, "months": -1},
        {"clients": 1, "staff": 1, "months": 1, "broken": 1.5},
    ],
)
def test_impossible_sizes_are_refused(numbers: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as refused:
        AgencySize(**numbers)

    assert refused.value.code == "synth.size-impossible"


def test_story_beyond_the_calendar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        write_agency(SIZE, tmp_path / "late", seed=1, starts_on=date(9999, 12, 1))

    assert refused.value.code == "synth.size-impossible"
