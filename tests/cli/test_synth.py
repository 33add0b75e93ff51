"""``pss-fhir synth``, and what the audit finds in its agency."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from pss_fhir.cli.audit import command as audit
from pss_fhir.cli.main import command as pss_fhir
from pss_fhir.cli.synth import command
from pss_fhir.cli.validate import command as validate
from tests.synth_agency import SIZE, STARTS_ON, SynthAgency


def test_agency_is_written_and_counted_and_the_next_step_named(tmp_path: Path) -> None:
    out = tmp_path / "agency"
    ran = CliRunner().invoke(command, ["--clients", "2", "--months", "1", "--out", str(out)])

    assert ran.exit_code == 0
    assert "2 clients, 2 specialists, " in ran.stderr
    assert f"--staff {out / 'staff'} --as-of 2026-02-03" in ran.stderr


def test_folder_with_files_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    ran = CliRunner().invoke(pss_fhir, ["synth", "--out", str(tmp_path)])

    assert ran.exit_code != 0
    assert "There are files in the folder already" in str(ran.exception)


def test_silly_numbers_are_refused_by_option(tmp_path: Path) -> None:
    for option, value in (("--clients", "0"), ("--staff", "-1"), ("--months", "0"), ("--broken", "2")):
        ran = CliRunner().invoke(command, [option, value, "--out", str(tmp_path / "agency")])
        assert ran.exit_code == 2
        assert f"Invalid value for '{option}'" in ran.stderr


def test_command_is_on_the_list() -> None:
    assert "A synthetic agency of any size." in CliRunner().invoke(pss_fhir, ["--help"]).output


def test_audit_finds_what_the_truth_names_and_nothing_else(synth_agency: SynthAgency) -> None:
    ends_on = SIZE.story_from(STARTS_ON)[1]
    ran = CliRunner().invoke(
        audit,
        [
            str(synth_agency.folder / "fhir"),
            *("--staff", str(synth_agency.folder / "staff")),
            *("--as-of", ends_on.isoformat(), "--format", "ndjson"),
        ],
    )

    names = ("rule", "subject", "focus", "service_date")
    findings = [json.loads(line) for line in ran.stdout.splitlines()]
    found = sorted(str([one[name] for name in names]) for one in findings if one["answer"] == "broken")
    meant = sorted(str([line[name] for name in names]) for line in synth_agency.truth())
    assert len(meant) > 100
    assert found == meant


def test_validate_finds_no_error(synth_agency: SynthAgency) -> None:
    ran = CliRunner().invoke(validate, [str(synth_agency.folder / "fhir"), str(synth_agency.folder / "kept")])

    assert ran.exit_code == 0
