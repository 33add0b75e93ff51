"""``pss-fhir trail export``: the audit trail as AuditEvents."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pss_fhir.cli.main import command
from pss_fhir.clock import FixedClock
from pss_fhir.domain.record_use import RecordUse
from pss_fhir.issues import Severity
from pss_fhir.mapping import from_fhir
from pss_fhir.store import Store
from pss_fhir.validation import Validator

KEY = "k" * 40
BEGUN_AT = datetime(2026, 11, 2, 15, tzinfo=UTC)
ISS = "https://ehr.example/fhir"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with a trail of three lines, one a day, and its key in the environment."""
    monkeypatch.setenv("PSS_FHIR_ENCRYPTION_KEY", KEY)
    found = f"sqlite:///{tmp_path / 'app.sqlite3'}"
    clock = FixedClock(BEGUN_AT)
    store = Store.open(found, key=KEY.encode(), clock=clock)
    try:
        for action, person, outcome in (
            ("read-chart", "Patient/riley", "read"),
            ("file-record", f"{ISS}/Patient/sam", "filed"),
            ("cds-card-accepted", None, "pss-030"),
        ):
            store.audit.append(
                iss=ISS, user_ref="Practitioner/jo", action=action, subject_ref=person, outcome=outcome
            )
            clock.advance(timedelta(days=1))
    finally:
        store.close()
    return found


def export(url: str, *options: str) -> Result:
    """The command on the database."""
    return CliRunner().invoke(command, ["trail", "export", "--database", url, *options])


def uses(ran: Result) -> list[RecordUse]:
    """The lines that were exported, read back."""
    read = [from_fhir(json.loads(line)) for line in ran.stdout.splitlines()]
    return [use for use in read if isinstance(use, RecordUse)]


def test_trail_is_exported_oldest_first_and_read_back(url: str) -> None:
    ran = export(url)

    assert (ran.exit_code, ran.stderr) == (0, "")
    assert [(use.entry, use.action, use.client_ref, use.outcome) for use in uses(ran)] == [
        (1, "read-chart", "Patient/riley", "read"),
        (2, "file-record", "Patient/sam", "filed"),
        (3, "cds-card-accepted", None, "pss-030"),
    ]
    assert uses(ran)[0].used_at == BEGUN_AT
    assert export(url).stdout == ran.stdout


def test_exported_lines_keep_their_profiles(url: str) -> None:
    events = [json.loads(line) for line in export(url).stdout.splitlines()]
    found = [issue for event in events for issue in Validator().validate(event)]

    assert [str(issue) for issue in found if issue.severity is Severity.ERROR] == []
    assert ["meta" in event for event in events] == [True, True, False]


def test_trail_of_one_person_or_since_a_day(url: str, tmp_path: Path) -> None:
    output = tmp_path / "AuditEvent.ndjson"

    assert [use.entry for use in uses(export(url, "--person", "Patient/riley"))] == [1]
    assert [use.entry for use in uses(export(url, "--since", "2026-11-03"))] == [2, 3]
    assert export(url, "--since", "2026-11-04", "--output", str(output)).stdout == ""
    assert len(output.read_text(encoding="utf-8").splitlines()) == 1


def test_trail_that_was_tampered_with_is_told(url: str) -> None:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit_trail SET outcome = 'nothing' WHERE entry = 2")
    connection.close()

    ran = export(url)

    assert ran.exit_code == 1
    assert "Entry 2 of the audit trail" in ran.stderr
    assert len(ran.stdout.splitlines()) == 3
