"""``pss-fhir synth``, and what the audit finds in its agency."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from pss_fhir.cli.audit import command as audit
from pss_fhir.cli.main import command as pss_fhir
from pss_fhir.cli.synth import command


def test_agency_is_written_and_counted(tmp_path: Path) -> None:
    ran = CliRunner().invoke(command, ["--clients", "2", "--months", "1", "--out", str(tmp_path)])

    assert ran.exit_code == 0
    contacts = (tmp_path / "fhir" / "Encounter.ndjson").read_bytes().count(b"\n")
    assert f"2 clients, 2 specialists, {contacts} contacts" in ran.stderr


def test_command_is_on_the_list() -> None:
    assert "A synthetic agency of any size." in CliRunner().invoke(pss_fhir, ["--help"]).output


def test_audit_finds_what_the_truth_names_and_nothing_else(tmp_path: Path) -> None:
    runner = CliRunner()
    size = ["--clients", "8", "--staff", "1", "--months", "2", "--seed", "7", "--broken", "0.15"]
    assert runner.invoke(command, [*size, "--out", str(tmp_path)]).exit_code == 0

    ran = runner.invoke(
        audit,
        [
            str(tmp_path / "fhir"),
            *("--staff", str(tmp_path / "staff"), "--as-of", "2026-03-05", "--format", "ndjson"),
        ],
    )

    findings = [json.loads(line) for line in ran.stdout.splitlines()]
    truth = [json.loads(line) for line in (tmp_path / "truth.ndjson").read_text().splitlines()]
    found = {
        (one["rule"], one["subject"], one["service_date"]) for one in findings if one["answer"] == "broken"
    }
    meant = {(line["rule"], line["subject"], line["service_date"]) for line in truth}
    along = {(rule, line["subject"], line["service_date"]) for line in truth for rule in line["also"]}
    assert len(meant) > 10
    assert meant <= found
    assert found <= meant | along
