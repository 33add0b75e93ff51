"""A throw-away PostgreSQL: a cluster of its own in a temporary folder, reached by a socket file only."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = "-c listen_addresses='' -c max_connections=60 -c fsync=off -c synchronous_commit=off"


def missing_programs() -> str | None:
    """What is missing to start a cluster, None where nothing is."""
    missing = [name for name in ("initdb", "pg_ctl") if _program(name) is None]
    if missing:
        return f"no PostgreSQL server here: {' and '.join(missing)} not found"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root, and runuser, which would change to postgres, is not found"
    return None


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """The folder of the socket of a running cluster; it is deleted at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pss-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    start = ("-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"{SETTINGS} -k {folder}")
    try:
        _run("pg_ctl", *start, "start")
        yield str(folder)
    finally:
        _run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder)


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


def _run(name: str, *arguments: str) -> None:
    program = _program(name)
    assert program is not None
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Output goes nowhere: a pipe would stay open in the server that pg_ctl leaves behind.
    subprocess.run(
        [*as_postgres, program, *arguments],
        check=True,
        cwd="/tmp",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
