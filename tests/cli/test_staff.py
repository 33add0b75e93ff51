"""``pss-fhir staff import``: a folder of CSV files into the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pss_fhir.cli.audit import command as audit
from pss_fhir.cli.staff import command
from pss_fhir.clock import SystemClock
from pss_fhir.store import Store

KEY = "k" * 40
STAFF = "staff_id,family,given,role,hired_on\nS-1,HTEST,Jo,cpss,2026-01-05\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A staff folder, and a key in the environment."""
    monkeypatch.setenv("PSS_FHIR_ENCRYPTION_KEY", KEY)
    place = tmp_path / "staff"
    place.mkdir()
    (place / "staff.csv").write_text(STAFF)
    return place


def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'app.sqlite3'}"


def held(tmp_path: Path) -> int:
    """How many people the database holds."""
    store = Store.open(url(tmp_path), key=KEY.encode(), clock=SystemClock())
    try:
        records = store.staff.records()
    finally:
        store.close()
    return len(records.members) if records else 0


def test_staff_import_fills_the_database_and_audit_reads_it(folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["import", str(folder), "--database", url(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "Imported 1 person" in result.stdout
    assert held(tmp_path) == 1

    found = CliRunner().invoke(
        audit, ["--staff", url(tmp_path), "--as-of", "2026-11-03", "--format", "ndjson"]
    )
    assert {json.loads(line)["subject"] for line in found.stdout.splitlines()} >= {"staff/S-1"}


def test_staff_import_bad_row_is_told_and_the_good_ones_kept(folder: Path, tmp_path: Path) -> None:
    (folder / "staff.csv").write_text(STAFF + "S-2,HTEST,Kim,boss,2026-01-05\n")
    result = CliRunner().invoke(command, ["import", str(folder), "--database", url(tmp_path)])
    assert result.exit_code == 1
    assert "staff.csv:3:4: error" in result.stderr
    assert held(tmp_path) == 1


def test_staff_import_check_changes_nothing(folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["import", str(folder), "--database", url(tmp_path), "--check"])
    assert result.exit_code == 0, result.output
    assert "Read 1 person" in result.stdout
    assert held(tmp_path) == 0


def test_audit_database_without_staff_records_says_how_to_fill_it(folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(audit, ["--staff", url(tmp_path)])
    assert result.exit_code == 2
    assert "staff import" in result.stderr
