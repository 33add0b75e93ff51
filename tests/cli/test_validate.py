"""``pss-fhir validate``: inputs, formats, processes, exit codes, clean ends."""

from __future__ import annotations

import gzip
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner, Result

from pss_fhir.cli.validate import command
from pss_fhir.errors import DefinitionError, InputError, UsageError

CLEAN = '{"resourceType":"Patient","id":"htest"}'
BROKEN = '{"resourceType":"Patient","id":"htest","gender":"x"}'
UNKNOWN = (
    '{"resourceType":"Patient","id":"htest","extension":[{"url":"http://example.org/x","valueString":"x"}]}'
)


def run(*arguments: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments], input=text)


def findings(*arguments: str | Path, text: str | None = None) -> list[dict[str, Any]]:
    result = run(*arguments, "--format", "ndjson", text=text)
    return [json.loads(line) for line in result.stdout.splitlines()]


def write(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    raw = content.encode()
    if name.endswith(".gz"):
        raw = gzip.compress(raw)
    if name.endswith(".zst"):
        raw = zstandard.ZstdCompressor().compress(raw)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)
    return file


@pytest.mark.parametrize(
    ("content", "options", "exit_code"),
    [
        (CLEAN, [], 0),
        (BROKEN, [], 1),
        (UNKNOWN, [], 0),
        (UNKNOWN, ["--fail-on", "warning"], 1),
        (UNKNOWN, ["--unknown-extension", "error"], 1),
        ("{", [], 3),
        ("", [], 3),
    ],
)
def test_exit_code_when_findings_are_worse_then_higher(
    tmp_path: Path, content: str, options: list[str], exit_code: int
) -> None:
    assert exit_code == run(write(tmp_path, "a.json", content), *options).exit_code


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.json", "a.ndjson.gz", "a.ndjson.zst", "a.txt"])
def test_lines_when_read_then_each_finding_has_its_line(tmp_path: Path, name: str) -> None:
    found = findings(write(tmp_path, name, f"{CLEAN}\n\n{BROKEN}\nnope\n{BROKEN}\n"))

    assert [(f["line"], f["code"]) for f in found] == [
        (3, "validate.binding-required"),
        (4, "input.not-json"),
        (5, "validate.binding-required"),
    ]
    assert {str(tmp_path / name)} == {each["file"] for each in found}


def test_one_resource_when_spread_over_lines_then_line_and_column_of_the_element(tmp_path: Path) -> None:
    (found,) = findings(write(tmp_path, "a.json", '{"resourceType": "Patient",\n  "gender": "x"}'))

    assert (
        found["line"],
        found["column"],
        found["path"],
        found["resource"],
    ) == (2, 3, "Patient.gender", "Patient")


def test_bundle_when_in_a_file_then_paths_lead_through_its_entries(tmp_path: Path) -> None:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": json.loads(BROKEN)}]}
    (found,) = findings(write(tmp_path, "a.json", json.dumps(bundle, indent=1)))

    assert (found["path"], found["resource"]) == ("Bundle.entry[0].resource.gender", "Patient/htest")


def test_standard_input_when_named_then_read(tmp_path: Path) -> None:
    assert [(each["file"], each["line"]) for each in findings("-", text=f"{CLEAN}\n{BROKEN}\n")] == [("-", 2)]
    assert [each["file"] for each in findings("-", text='{\n"resourceType":"Patient","gender":"x"}')] == ["-"]


def test_folder_when_named_then_its_resource_files_by_name(tmp_path: Path) -> None:
    for name in ("b/2.json", "a.ndjson.gz", "b/1.json", ".hidden.json", "notes.txt"):
        write(tmp_path, name, BROKEN)

    assert [str(tmp_path / name) for name in ("a.ndjson.gz", "b/1.json", "b/2.json")] == [
        each["file"] for each in findings(tmp_path)
    ]


def test_folder_when_it_holds_no_resources_then_said(tmp_path: Path) -> None:
    result = run(tmp_path)

    assert isinstance(result.exception, InputError)
    assert (result.exception.exit_code, result.exception.code) == (3, "input.no-files")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["nothing.json"], InputError),
        (["-", "--closed"], UsageError),
        (["-", "--engine", "spark"], UsageError),
        (["-", "--package", "nothing#1"], DefinitionError),
        (["-", "--profile", "urn:nothing"], DefinitionError),
    ],
)
def test_call_when_wrong_then_its_own_error(arguments: list[str], error: type[Exception]) -> None:
    assert isinstance(run(*arguments, text=CLEAN).exception, error)


@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.ndjson.zst"])
def test_packed_file_when_cut_off_then_the_rest_is_validated_and_the_next_file_too(
    tmp_path: Path, name: str
) -> None:
    lines = "".join(BROKEN.replace("htest", f"htest-{number}") + "\n" for number in range(30_000))
    file = write(tmp_path, name, lines)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    result = run(file, write(tmp_path, "z.json", BROKEN), "--format", "ndjson")
    found = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 3
    assert len(found) > 1_000
    assert [each["code"] for each in found[-3:]] == [
        "validate.binding-required",
        "input.truncated",
        "validate.binding-required",
    ]


def test_line_when_longer_than_allowed_then_named_and_the_next_is_validated(tmp_path: Path) -> None:
    file = write(tmp_path, "a.ndjson", '{"a":"' + "x" * 5_000 + f'"}}\n{BROKEN}\n')

    assert [(f["line"], f["code"]) for f in findings(file, "--max-bytes", "4000")] == [
        (1, "input.too-large"),
        (2, "validate.binding-required"),
    ]


def test_jobs_when_many_then_the_same_findings_in_the_same_order(tmp_path: Path) -> None:
    texts = [
        CLEAN,
        BROKEN,
        UNKNOWN,
        "nope",
        '{"resourceType":"Observation","id":"N","meta":{"profile":["urn:x"]}}',
    ]
    file = write(
        tmp_path,
        "a.ndjson",
        "".join(texts[number % 5].replace("htest", f"n{number}") + "\n" for number in range(6_000)),
    )

    alone, together = (run(file, "--format", "ndjson", "--jobs", jobs) for jobs in ("1", "2"))

    assert alone.stdout == together.stdout
    assert alone.stdout.count("\n") > 4_000
    assert "validate.profile-not-held" in alone.stdout.splitlines()[-1]


def test_closed_when_a_reference_leads_out_of_the_files_then_warned(tmp_path: Path) -> None:
    observation = (
        '{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},'
        '"subject":{"reference":"Patient/%s"}}'
    )
    write(tmp_path, "a.json", CLEAN)
    write(tmp_path, "b.ndjson", "\n".join(observation % each for each in ("htest", "gone")))

    assert [(f["code"], f["line"]) for f in findings(tmp_path, "--closed")] == [
        ("validate.reference-not-in-set", 2)
    ]


def test_text_when_printed_then_place_severity_message_code_and_summary(tmp_path: Path) -> None:
    file = write(tmp_path, "a.ndjson", f"{CLEAN}\n{BROKEN}\n")
    first, *summary = run(file).stdout.splitlines()

    assert first.startswith(f"{file}:2:40: error: Patient/htest Patient.gender: the code is not in")
    assert first.endswith("[validate.binding-required]")
    assert summary[0] == "2 resources, 1 with findings: 1 error"
    assert summary[1].split() == [
        "1",
        "validate.binding-required",
        "http://hl7.org/fhir/StructureDefinition/Patient|4.0.1",
    ]


def test_ndjson_when_printed_then_the_published_names(tmp_path: Path) -> None:
    (found,) = findings(write(tmp_path, "a.json", BROKEN))

    assert {
        "file",
        "line",
        "resource",
        "severity",
        "code",
        "path",
        "message",
        "profile",
        "source",
        "column",
    } == found.keys()


def test_outcome_when_printed_then_valid_operation_outcomes(tmp_path: Path) -> None:
    file = write(tmp_path, "a.ndjson", f"{BROKEN}\nnope\n")
    printed = run(file, "--format", "outcome").stdout
    clean = run(write(tmp_path, "b.json", CLEAN), "--format", "outcome").stdout

    assert [
        json.loads(line)["issue"][0]["details"]["coding"][0]["code"] for line in printed.splitlines()
    ] == ["validate.binding-required", "input.not-json"]
    assert json.loads(clean)["issue"][0]["details"]["text"] == "All OK"
    again = findings("-", text=printed + clean)
    assert [each for each in again if each["severity"] == "error"] == []


def test_junit_when_printed_then_cases_with_failures(tmp_path: Path) -> None:
    suite = ET.fromstring(  # noqa: S314 - our own output
        run(write(tmp_path, "a.ndjson", f"{CLEAN}\n{BROKEN}\n{UNKNOWN}\n"), "--format", "junit").stdout
    )

    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert [case.get("name") for case in suite.findall("testcase")] == [
        "Patient/htest line 2",
        "Patient/htest line 3",
    ]
    assert [each.get("type") for each in suite.iter("failure")] == ["validate.binding-required"]


def test_junit_when_a_file_has_an_odd_name_then_still_xml(tmp_path: Path) -> None:
    file = write(tmp_path, "a<b>  &'\"\n\x07.json", BROKEN)
    (case,) = ET.fromstring(run(file, "--format", "junit").stdout).findall("testcase")  # noqa: S314 - our own output

    assert case.get("classname") == str(file).replace("\x07", "�")


def test_sarif_when_printed_then_results_and_their_rules(tmp_path: Path) -> None:
    file = write(tmp_path, "a.ndjson", f"{BROKEN}\n{UNKNOWN}\n")
    (sarif,) = json.loads(run(file, "--format", "sarif").stdout)["runs"]
    empty = json.loads(run(write(tmp_path, "b.json", CLEAN), "--format", "sarif").stdout)

    assert [each["level"] for each in sarif["results"]] == ["error", "warning"]
    assert [each["ruleId"] for each in sarif["results"]] == [
        rule["id"] for rule in sarif["tool"]["driver"]["rules"]
    ]
    assert sarif["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 40,
    }
    assert empty["runs"][0]["results"] == []


def test_output_when_named_then_written_whole_and_nothing_printed(tmp_path: Path) -> None:
    target = tmp_path / "out.ndjson"
    result = run(write(tmp_path, "a.json", BROKEN), "--format", "ndjson", "--output", target)

    assert result.stdout == ""
    assert len(target.read_text().splitlines()) == 1
    assert {"a.json", "out.ndjson"} == {file.name for file in tmp_path.iterdir()}


def start(arguments: Sequence[str | Path], **options: Any) -> subprocess.Popen[bytes]:
    command_line = [sys.executable, "-m", "pss_fhir.cli.main", "validate", *map(str, arguments)]
    program = "from pss_fhir.cli.main import main; main()"
    command_line[1:3] = ["-c", program]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command_line, **streams)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A file that takes a while."""
    return write(tmp_path, "many.ndjson", f"{BROKEN}\n" * 60_000)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_pipe_when_its_reader_goes_then_whole_lines_and_no_trace(many: Path, jobs: str) -> None:
    with start([many, "--format", "ndjson", "--jobs", jobs]) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.stdout.close()
        said = process.stderr.read()

    assert process.returncode == 0
    assert all(json.loads(line)["code"] == "validate.binding-required" for line in lines)
    assert said == b""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt_when_it_comes_then_whole_lines_one_word_and_no_half_file(
    many: Path, tmp_path: Path, jobs: str
) -> None:
    target = tmp_path / "out.ndjson"
    process = start([many, "--format", "ndjson", "--jobs", jobs, "--output", target], start_new_session=True)
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".out.ndjson.*.part")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert (process.returncode, said) == (130, b"\nStopped.\n")
    assert [file.name for file in tmp_path.iterdir()] == ["many.ndjson"]


def test_standard_input_when_it_comes_slowly_then_findings_do_not_wait_for_its_end() -> None:
    ours, theirs = pty.openpty()
    with start(["-"], stdin=subprocess.PIPE, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.write(f"{CLEAN}\n{BROKEN}\n{CLEAN}\n".encode())
        process.stdin.flush()
        ready, _, _ = select.select([ours], [], [], 60)
        told = os.read(ours, 1_000) if ready else b""
        process.stdin.close()
        process.wait(60)
    os.close(ours)
    os.close(theirs)

    assert b"-:2:40: error: Patient/htest Patient.gender" in told


def test_progress_when_standard_error_is_no_terminal_then_silent(tmp_path: Path) -> None:
    assert run(write(tmp_path, "a.json", CLEAN)).stderr == ""
