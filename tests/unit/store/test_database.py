"""Opening: migrations, two processes at once, what cannot be opened, and what lies in the file."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import LargeBinary, text

from pss_fhir.clock import FixedClock
from pss_fhir.errors import StoreError, UsageError
from pss_fhir.store import Store
from pss_fhir.store.database import Database
from pss_fhir.store.migration import migrate
from pss_fhir.store.rotation import SEALED
from pss_fhir.store.sealing import Sealer
from pss_fhir.store.tables import metadata
from tests.builders import CLIENT_REF, SPECIALIST_REF, make_addendum, make_draft, make_note, make_staff

KEY = bytes(range(32))
NEW_KEY = bytes(range(1, 33))
ISS = "https://ehr.example/fhir"
SENTINEL = "HTEST-SENTINEL-quetzal"

OPEN_IN_OTHER_PROCESS = """
import sys
from pss_fhir.clock import SystemClock
from pss_fhir.store import Store
sys.stdin.readline()
store = Store.open(sys.argv[1], key=bytes(range(32)), clock=SystemClock())
store.audit.append(iss="i", user_ref="u", action="a", subject_ref=None, outcome="done")
store.close()
"""


@pytest.fixture
def new_database(new_url: str, clock: FixedClock) -> Iterator[Database]:
    opened = Database(new_url, sealer=Sealer([KEY]), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def database(database_url: str, clock: FixedClock) -> Iterator[Database]:
    opened = Database(database_url, sealer=Sealer([KEY]), clock=clock)
    yield opened
    opened.close()


def test_migrations_from_empty_give_the_tables_of_the_program(new_database: Database) -> None:
    migrate(new_database)
    with new_database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrate_twice_changes_nothing(new_database: Database) -> None:
    migrate(new_database)
    migrate(new_database)


def test_database_of_newer_release_is_refused(new_database: Database) -> None:
    migrate(new_database)
    with new_database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"store\.newer-than-program"):
        migrate(new_database)


def test_open_by_many_processes_at_once_migrates_once(new_url: str, clock: FixedClock) -> None:
    command = [sys.executable, "-c", OPEN_IN_OTHER_PROCESS, new_url]
    others = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for other in others:
        assert other.stdin is not None
        other.stdin.write("go\n")
        other.stdin.flush()
    errors = [other.communicate(timeout=60)[1] for other in others]
    assert errors == ["", "", "", ""]

    store = Store.open(new_url, key=KEY, clock=clock)
    assert len(list(store.audit.entries())) == 4
    assert store.audit.first_fault() is None
    store.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://h/n", "nonsense", ""])
def test_open_url_that_cannot_keep_notes_is_refused(url: str, clock: FixedClock) -> None:
    with pytest.raises(UsageError, match=r"store\.url-invalid"):
        Store.open(url, key=KEY, clock=clock)


def test_open_file_that_is_no_database_says_so(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "x.db").write_text("this is no database, " * 100)
    with pytest.raises(StoreError, match=r"store\.unusable"):
        Store.open(f"sqlite:///{tmp_path}/x.db", key=KEY, clock=clock)


def test_open_where_nothing_can_be_written_says_so(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"store\.unusable"):
        Store.open(f"sqlite:///{tmp_path}/file/x.db", key=KEY, clock=clock)


def test_open_server_that_is_away_hides_its_password(clock: FixedClock) -> None:
    with pytest.raises(StoreError) as failed:
        Store.open("postgresql://app:secret@127.0.0.1:1/x", key=KEY, clock=clock)
    assert "secret" not in str(failed.value)
    assert "secret" not in str(failed.value.__cause__)


def test_new_file_belongs_to_its_owner_alone(tmp_path: Path, clock: FixedClock) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/deep/store.db", key=KEY, clock=clock)
    store.audit.append(iss=ISS, user_ref="u", action="a", subject_ref=None, outcome="done")
    rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "deep").iterdir()}
    store.close()
    assert rights == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600}


def fill(store: Store) -> None:
    """Put the sentinel into everything that can hold words or secrets of people."""
    store.launches.add_pending("l0", ISS, "b", "s" * 64, f'{{"verifier": "{SENTINEL}"}}')
    store.launches.open(
        "l1", iss=ISS, browser_hash="b", user_ref=SPECIALIST_REF, context=SENTINEL, tokens=SENTINEL
    )
    store.launches.remember("l1", SENTINEL)
    draft = store.drafts.start(ISS, CLIENT_REF, SPECIALIST_REF, make_draft(purpose=SENTINEL))
    nonce = store.notes.new_nonce(draft.draft_id)
    site = {"iss": ISS, "profile": "open", "plan": ("copy-print",)}
    note = make_note(purpose=SENTINEL)
    store.notes.sign(draft.draft_id, 1, note, nonce, **site)  # type: ignore[arg-type]
    addendum = make_addendum(text=SENTINEL)
    store.notes.add_addendum(addendum, store.notes.new_nonce(note.note_identifier), **site)  # type: ignore[arg-type]
    row = store.outbox.get(note.note_identifier)
    store.outbox.transition(row, "sending", "sends", resource=f'{{"text": "{SENTINEL}"}}')
    other = make_draft(note_identifier="urn:uuid:00000000-0000-4000-8000-000000000001", response=SENTINEL)
    store.drafts.start(ISS, CLIENT_REF, SPECIALIST_REF, other)
    member = make_staff().members[0].model_copy(update={"family": SENTINEL})
    store.staff.replace(make_staff(members=(member,)))
    store.audit.append(iss=ISS, user_ref=SPECIALIST_REF, action="test", subject_ref=None, outcome="done")


def test_file_holds_no_word_of_a_note_and_no_token(tmp_path: Path, clock: FixedClock) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/store.db", key=KEY, clock=clock)
    fill(store)
    contents = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    store.close()
    contents += b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"urn:uuid:" in contents
    assert SENTINEL.encode() not in contents


def test_every_sealed_column_is_known_to_rotation() -> None:
    sealed = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert {(table.name, name) for table, name, _ in SEALED} == sealed


def test_reseal_lets_the_old_key_go(database_url: str, clock: FixedClock) -> None:
    first = Store.open(database_url, key=KEY, clock=clock)
    fill(first)
    first.close()

    both = Store.open(database_url, key=NEW_KEY, older_keys=[KEY], clock=clock)
    assert both.reseal() == 10
    assert both.reseal() == 0
    both.close()

    new = Store.open(database_url, key=NEW_KEY, clock=clock)
    assert new.launches.get("l1", "b").tokens == SENTINEL
    assert new.notes.for_client(ISS, CLIENT_REF)[0].note.purpose == SENTINEL
    assert new.drafts.open_for(ISS, CLIENT_REF, SPECIALIST_REF)[0].draft.response == SENTINEL
    assert new.outbox.resource(make_note().note_identifier) == f'{{"text": "{SENTINEL}"}}'
    records = new.staff.records()
    assert records is not None
    assert records.members[0].family == SENTINEL
    assert new.audit.first_fault() is None
    new.close()


def test_open_with_wrong_key_gives_nothing_away(database_url: str, clock: FixedClock) -> None:
    first = Store.open(database_url, key=KEY, clock=clock)
    fill(first)
    first.close()
    wrong = Store.open(database_url, key=NEW_KEY, clock=clock)
    with pytest.raises(StoreError, match=r"store\.key-unknown"):
        wrong.notes.for_client(ISS, CLIENT_REF)
    wrong.close()


def test_draft_moved_to_other_person_in_the_database_no_longer_opens(
    database: Database, database_url: str, clock: FixedClock
) -> None:
    store = Store.open(database_url, key=KEY, clock=clock)
    store.drafts.start(ISS, CLIENT_REF, SPECIALIST_REF, make_draft())
    with database.writing() as connection:
        connection.execute(text("UPDATE drafts SET client_ref = 'Patient/other'"))
    with pytest.raises(StoreError, match=r"store\.seal-broken"):
        store.drafts.open_for(ISS, "Patient/other", SPECIALIST_REF)
    store.close()


def test_record_of_other_release_is_named_not_shown(
    database: Database, database_url: str, clock: FixedClock
) -> None:
    store = Store.open(database_url, key=KEY, clock=clock)
    sealed = database.sealer.seal(f'{{"members": "{SENTINEL}"}}', "staff_records")
    with database.writing() as connection:
        values = {"sealed": sealed, "at": clock.now()}
        statement = "INSERT INTO staff_records (entry, sealed_records, replaced_at) VALUES (1, :sealed, :at)"
        connection.execute(text(statement), {**values, "at": str(clock.now())[:19]})
    with pytest.raises(StoreError, match=r"store\.record-unreadable") as failed:
        store.staff.records()
    assert SENTINEL not in str(failed.value.__cause__)
    store.close()
