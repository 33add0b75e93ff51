"""A throw-away PostgreSQL: a cluster of its own in a temporary folder, reached by a socket file only."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = ("--listen_addresses=", "--max_connections=60", "--fsync=off", "--synchronous_commit=off")

UNTIL_THE_TESTS_END = 'trap "" INT; "$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$0"'
"""Runs the server until standard input is closed: by us, or by the kernel when the tests are killed."""

_WAIT_SECONDS = 60


def missing_programs() -> str | None:
    """What is missing to start a cluster, None where nothing is."""
    missing = [name for name in ("initdb", "postgres") if _program(name) is None]
    if missing:
        return f"no PostgreSQL server here: {' and '.join(missing)} not found"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root, and runuser, which would change to postgres, is not found"
    return None


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """The folder of the socket of a running cluster; both end with the tests, however those end."""
    folder = Path(tempfile.mkdtemp(prefix="pss-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    making = _as_postgres("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    subprocess.run(making, check=True, cwd="/tmp", capture_output=True, timeout=_WAIT_SECONDS)
    server = (str(_program("postgres")), "-D", data, "-k", str(folder), *SETTINGS)
    # Output goes nowhere: a pipe that nobody reads would stop the server once it is full.
    keeper = subprocess.Popen(
        _as_postgres("sh", "-c", UNTIL_THE_TESTS_END, str(folder), *server),
        cwd="/tmp",
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(str(folder))
        yield str(folder)
    finally:
        assert keeper.stdin is not None
        keeper.stdin.close()
        keeper.wait(_WAIT_SECONDS)


def new_database(socket_folder: str, name: str) -> str:
    """The URL of a new, empty database of the cluster."""
    with psycopg.connect(
        f"host={socket_folder} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type,unused-ignore] # the name is the test's own
    return f"postgresql://postgres@/{name}?host={socket_folder}"


def empty_tables(url: str) -> None:
    """Delete every row of a database, from the append-only tables too; the tables stay."""
    with psycopg.connect(url, autocommit=True) as connection:
        listed = connection.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchone()
        if listed and listed[0]:
            # A replica's session runs no triggers, so nothing refuses.
            connection.execute("SET session_replication_role = replica")
            connection.execute(f"TRUNCATE {listed[0]} RESTART IDENTITY")  # type: ignore[arg-type,unused-ignore] # quoted above


def _program(name: str) -> str | None:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(debian[-1]) if debian else None)


def _as_postgres(name: str, *arguments: str) -> list[str]:
    """The command line; PostgreSQL refuses to run as root."""
    change = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    return [*change, str(_program(name)), *arguments]


def _wait_for(folder: str) -> None:
    """Until the server takes connections."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.05)
        else:
            return
