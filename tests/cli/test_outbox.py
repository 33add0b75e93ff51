"""``pss-fhir outbox``: what is printed, and what never is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pss_fhir.cli.outbox import command
from pss_fhir.clock import FixedClock
from pss_fhir.errors import NotFoundInStore, StaleRecord, UsageError
from pss_fhir.outbox import OutboxState
from pss_fhir.store import Store
from tests.builders import CLIENT_REF, NOTE_IDENTIFIER
from tests.wire.filing_ehr import Fault, FilingEhr, status
from tests.wire.filing_records import client_to, outbox_of, sign_note

KEY = "k" * 32
RUN = "from pss_fhir.cli.main import main; main()"
AGENCY = """
name = "Synthetic agency"
app_url = "http://localhost:8080"
[[sites]]
name = "Synthetic EHR"
iss = "https://ehr.example/fhir"
client_id = "pss-app"
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the commands find their database by."""
    variables = {
        "PSS_FHIR_ENCRYPTION_KEY": KEY,
        "PSS_FHIR_DATABASE_URL": f"sqlite:///{tmp_path}/store.db",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


@pytest.fixture
def store(environment: dict[str, str], clock: FixedClock) -> Iterator[Store]:
    """The same database, with one signed note."""
    opened = Store.open(environment["PSS_FHIR_DATABASE_URL"], key=KEY.encode(), clock=clock)
    sign_note(opened)
    yield opened
    opened.close()


def call(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def refuse(store: Store, clock: FixedClock) -> None:
    """Let the EHR refuse the note."""
    ehr = FilingEhr(faults=[Fault("create", answer=status(403, "forbidden"))])
    outbox_of(store, clock).step(NOTE_IDENTIFIER, client_to(ehr.base_url, ehr, clock))


def test_list_shows_what_is_on_its_way(store: Store) -> None:
    printed = call("list").stdout
    assert printed.startswith(f"{NOTE_IDENTIFIER}  note        queued               document-encounter")
    assert "signed 2026-11-03T20:00:00Z" in printed


def test_list_leaves_out_what_is_done_unless_asked(store: Store, clock: FixedClock) -> None:
    ehr = FilingEhr()
    outbox_of(store, clock).step(NOTE_IDENTIFIER, client_to(ehr.base_url, ehr, clock))
    assert call("list").stdout == ""
    (row,) = json.loads(call("list", "--all", "--format", "json").stdout)
    assert (row["state"], row["ref"], row["problem"]) == ("filed", "DocumentReference/n1", None)


def test_show_says_why_and_what_to_do(store: Store, clock: FixedClock) -> None:
    refuse(store, clock)
    printed = call("show", NOTE_IDENTIFIER).stdout
    assert "Not filed. The EHR does not let you file this note (403)" in printed
    assert "pss-fhir explain outbox.not-allowed" in printed
    assert "Sent 1 time. History:" in printed
    assert "refused              403  by document-encounter" in printed
    shown = json.loads(call("show", NOTE_IDENTIFIER, "--format", "json").stdout)
    assert [entry["to"] for entry in shown["history"]] == ["queued", "sending", "refused"]


@pytest.mark.parametrize("arguments", [("list",), ("list", "--format", "json"), ("show", NOTE_IDENTIFIER)])
def test_no_word_of_the_note_and_not_whose_it_is_is_printed(
    store: Store, clock: FixedClock, arguments: tuple[str, ...]
) -> None:
    refuse(store, clock)
    printed = call(*arguments).output
    for secret in ("HTEST", "Riley", "landlord", CLIENT_REF):
        assert secret not in printed


def test_retry_makes_it_due(store: Store, clock: FixedClock) -> None:
    refuse(store, clock)
    assert call("retry", NOTE_IDENTIFIER).stdout == (
        f"{NOTE_IDENTIFIER} is queued and due now; the next worker takes it up.\n"
    )
    assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.QUEUED


def test_retry_of_what_is_done_is_refused(store: Store, clock: FixedClock) -> None:
    ehr = FilingEhr()
    outbox_of(store, clock).step(NOTE_IDENTIFIER, client_to(ehr.base_url, ehr, clock))
    with pytest.raises(StaleRecord):
        call("retry", NOTE_IDENTIFIER)


def test_show_what_was_never_signed_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundInStore):
        call("show", "urn:uuid:00000000-0000-4000-8000-000000000000")


def test_list_without_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        call("list", "--database", f"sqlite:///{tmp_path}/x.db")


def test_run_once_leaves_notes_of_people_who_are_not_signed_in_waiting(store: Store, tmp_path: Path) -> None:
    """The command goes by the machine's clock, so the note is made due before any test could run."""
    row = store.outbox.get(NOTE_IDENTIFIER)
    store.outbox.postpone(row, row.signed_at.replace(year=2020), None, 0)
    (tmp_path / "agency.toml").write_text(AGENCY)
    assert call("run", "--once", "--config", str(tmp_path / "agency.toml")).stdout == "Took up 1 record.\n"
    assert store.outbox.get(NOTE_IDENTIFIER).state == OutboxState.WAITING_FOR_SIGN_IN


def test_run_ends_in_good_order_when_it_is_told_to(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "agency.toml").write_text(AGENCY)
    worker = subprocess.Popen(
        [sys.executable, "-c", RUN, "outbox", "run", "--config", str(tmp_path / "agency.toml")],
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr is not None
    assert worker.stderr.readline() == "Filing what is due; stop with Ctrl-C.\n"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    worker.stderr.close()
