"""``pss-fhir to-fhir`` and ``from-fhir``: files in, files out, every bad record named."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pss_fhir.cli.main import command
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.mapping.records import read_record, record_json
from tests.builders import (
    make_addendum,
    make_authorization,
    make_client,
    make_contact,
    make_coverage,
    make_goal,
    make_note,
    make_order,
    make_plan,
    make_specialist,
)

STORY: tuple[Record, ...] = (
    make_client(),
    make_specialist(),
    make_plan(),
    make_goal(),
    make_order(),
    make_authorization(),
    make_coverage(),
    make_contact(),
    make_note(),
    make_addendum(),
)


def run(*arguments: str, stdin: str | None = None) -> Result:
    """The command with its exit code, standard output and standard error."""
    return CliRunner().invoke(command, arguments, input=stdin)


def lines(*objects: Any) -> str:
    """NDJSON."""
    return "".join(json.dumps(each) + "\n" for each in objects)


@pytest.mark.parametrize("record", STORY, ids=lambda record: type(record).__name__)
def test_record_as_json_is_read_back(record: Record) -> None:
    as_text = json.loads(json.dumps(record_json(record)))

    assert read_record(as_text) == (record, ())


def test_contact_that_is_not_billed_stays_so_as_json() -> None:
    contact = make_contact(service_code=None)

    assert read_record(record_json(contact)) == (contact, ())


def test_records_become_a_transaction(tmp_path: Path) -> None:
    file = tmp_path / "records.json"
    file.write_text(json.dumps([record_json(record) for record in STORY]), encoding="utf-8")

    result = run("to-fhir", str(file))

    assert (result.exit_code, result.stderr) == (0, "")
    bundle = json.loads(result.stdout)
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "transaction")
    requests = [(entry["request"]["method"], entry["request"]["url"]) for entry in bundle["entry"]]
    assert requests[:2] == [("PUT", "Patient/riley"), ("PUT", "Practitioner/jo")]
    note = bundle["entry"][8]
    assert note["fullUrl"] == make_note().note_identifier
    assert note["request"] == {
        "method": "POST",
        "url": "DocumentReference",
        "ifNoneExist": (
            "identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3A0b0f9f36-7f0e-4a53-9d42-64a4b4f1c001"
        ),
    }


def test_records_that_an_agency_sends_go_along_with_who_wrote_them(tmp_path: Path) -> None:
    file = tmp_path / "records.ndjson"
    file.write_text(lines(*(record_json(record) for record in STORY)), encoding="utf-8")

    result = run("to-fhir", str(file), "--agency", "Organization/agency")

    assert (result.exit_code, result.stderr) == (0, "")
    entries = json.loads(result.stdout)["entry"]
    written, told = entries[: len(STORY)], entries[len(STORY) :]
    assert [entry["resource"]["target"][0]["reference"] for entry in told] == [
        entry.get("fullUrl") or entry["request"]["url"] for entry in written
    ]
    assert {entry["request"]["method"] for entry in told} == {"PUT"}
    note = told[8]["resource"]
    assert note["agent"][1]["who"] == {"reference": "Organization/agency"}
    assert note["recorded"] == "2026-11-03T15:00:00-05:00"
    ids = [entry["request"]["url"] for entry in told]
    again = run("to-fhir", str(file), "--agency", "Organization/agency")
    assert [entry["request"]["url"] for entry in json.loads(again.stdout)["entry"]][len(STORY) :] == ids


def test_agency_that_is_no_organization_is_a_mistake_of_use() -> None:
    assert run("to-fhir", "-", "--agency", "Patient/1", stdin="").exit_code == 2


def test_note_bears_the_name_of_a_client_in_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "b.ndjson").write_text(lines(record_json(make_client())), encoding="utf-8")
    (tmp_path / "a.ndjson").write_text(lines(record_json(make_note())), encoding="utf-8")

    result = run("to-fhir", str(tmp_path), "--format", "ndjson")

    written = json.loads(result.stdout.splitlines()[0])
    assert "Riley HTEST" in b64decode(written["content"][0]["attachment"]["data"]).decode()


def test_story_goes_out_as_ndjson_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "records.ndjson"
    file.write_text(lines(*(record_json(record) for record in STORY)), encoding="utf-8")
    folder = tmp_path / "fhir"

    assert run("to-fhir", str(file), "--format", "ndjson", "--output", str(folder)).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "CarePlan.ndjson",
        "ClaimResponse.ndjson",
        "Coverage.ndjson",
        "DocumentReference.ndjson",
        "Encounter.ndjson",
        "Goal.ndjson",
        "Patient.ndjson",
        "Practitioner.ndjson",
        "ServiceRequest.ndjson",
    ]
    back = run("from-fhir", str(folder))

    assert (back.exit_code, back.stderr) == (0, "")
    read = {read_record(json.loads(line))[0] for line in back.stdout.splitlines()}
    assert read == set(STORY)


def test_bundle_is_read_back_with_its_urns(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.json"
    assert run("to-fhir", "-", "--output", str(bundle), stdin=lines(record_json(make_note()))).exit_code == 0

    back = run("from-fhir", str(bundle))

    assert read_record(json.loads(back.stdout))[0] == make_note()


def test_bad_records_are_named_by_file_line_and_field_and_the_good_ones_kept(tmp_path: Path) -> None:
    file = tmp_path / "records.ndjson"
    goal = record_json(make_goal())
    file.write_text(
        lines(goal, goal | {"words": " "}, {"type": "Dream"}, 7)
        + "{nonsense\n"
        + lines(goal | {"status": "SENTINEL"}),
        encoding="utf-8",
    )

    result = run("to-fhir", str(file))

    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["entry"]) == 1
    told = result.stderr.splitlines()
    assert [line.partition(": ")[0] for line in told] == [f"{file}:{number}" for number in (2, 3, 4, 5, 6)]
    assert "words: the text is blank" in told[0]
    assert "type: none of Client" in told[1]
    assert all("[mapping.bad-record]" in told[index] for index in (0, 1, 2, 4))
    assert "[input.not-json]" in told[3]
    assert "SENTINEL" not in result.stderr


def test_bad_entry_of_a_list_is_named_by_its_place(tmp_path: Path) -> None:
    file = tmp_path / "records.json"
    file.write_text(json.dumps([record_json(make_goal()), {"type": "Goal"}]), encoding="utf-8")

    result = run("to-fhir", str(file))

    assert result.exit_code == 1
    assert f"{file}: error: [1].ref: " in result.stderr


def test_draft_and_misplaced_record_are_refused() -> None:
    misplaced = record_json(make_goal()) | {"ref": "Patient/1"}

    result = run("to-fhir", "-", stdin=lines({"type": "NoteDraft"}, misplaced))

    assert result.exit_code == 1
    assert "[mapping.wrong-ref]" in result.stderr


@pytest.mark.parametrize("name", ["to-fhir", "from-fhir"])
def test_file_that_is_not_there_or_no_json_cannot_be_read(tmp_path: Path, name: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")

    for path in (tmp_path / "none.json", broken):
        result = run(name, str(path))
        assert result.exception is not None
        assert getattr(result.exception, "exit_code", None) == 3


def test_findings_about_resources_name_file_line_and_element(tmp_path: Path) -> None:
    file = tmp_path / "goals.ndjson.gz"
    good = as_json(to_fhir(make_goal()))
    broken = {key: value for key, value in good.items() if key != "subject"}
    file.write_bytes(gzip.compress(lines(good, broken, {"resourceType": "Flag"}).encode()))

    result = run("from-fhir", str(file))

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == [f"{file}:2", f"{file}:3"]
    assert "Goal/apartment Goal.subject: " in result.stderr


def test_quiet_leaves_out_what_is_only_information() -> None:
    result = run(
        "from-fhir", "-", "--quiet", stdin=lines({"resourceType": "Flag"}, {"resourceType": "Basic"})
    )

    assert (result.exit_code, result.stderr) == (0, "")


def test_base_lets_absolute_references_be_followed() -> None:
    goal = as_json(to_fhir(make_goal()))
    for name in ("subject", "expressedBy"):
        goal[name] = {"reference": "https://ehr.example/fhir/Patient/riley"}

    without = run("from-fhir", "-", stdin=json.dumps(goal))
    with_base = run("from-fhir", "-", "--base", "https://ehr.example/fhir", stdin=json.dumps(goal))

    assert (without.exit_code, with_base.exit_code) == (1, 0)
    assert read_record(json.loads(with_base.stdout))[0] == make_goal()
