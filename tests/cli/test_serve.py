"""``pss-fhir serve``: it starts from a file and the environment, or says in one line why not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from pss_fhir.cli.serve import command, database_url
from pss_fhir.errors import InputError, PssFhirError, UsageError
from tests.ports import free_port

AGENCY = """
name = "HTEST Recovery Services"
app_url = "http://127.0.0.1:{port}"

[[sites]]
name = "HTEST EHR"
iss = "https://ehr.example/fhir"
client_id = "pss-fhir"
"""
MAIN = "from pss_fhir.cli.main import main; main()"
SECRETS = {"PSS_FHIR_SECRET_KEY": "s" * 40, "PSS_FHIR_ENCRYPTION_KEY": "e" * 40}


def refused(*arguments: str, **environment: str) -> PssFhirError:
    """Why it did not start."""
    result = CliRunner().invoke(command, list(arguments), env=environment)
    assert isinstance(result.exception, PssFhirError), result.output
    return result.exception


def test_serve_without_a_secret_key_does_not_start() -> None:
    failure = refused()

    assert isinstance(failure, UsageError)
    assert str(failure).startswith("PSS_FHIR_SECRET_KEY: it is not set")


def test_serve_without_an_agency_file_names_it(tmp_path: Path) -> None:
    failure = refused("--config", str(tmp_path / "agency.toml"), **SECRETS)

    assert isinstance(failure, InputError)
    assert "agency.toml" in str(failure)


def test_serve_with_a_wrong_setting_names_every_one(tmp_path: Path) -> None:
    file = tmp_path / "agency.toml"
    file.write_text('name = ""\napp_url = "http://app.example"\nsites = []\n', encoding="utf-8")

    failure = refused("--config", str(file), **SECRETS)

    assert failure.code == "agency.field-invalid"
    for setting in ("name", "app_url", "sites"):
        assert setting in str(failure)


def test_serve_with_a_short_encryption_key_does_not_start(tmp_path: Path) -> None:
    file = tmp_path / "agency.toml"
    file.write_text(AGENCY.format(port=8080), encoding="utf-8")

    failure = refused("--config", str(file), **(SECRETS | {"PSS_FHIR_ENCRYPTION_KEY": "short"}))

    assert failure.code == "agency.encryption-key-short"
    assert "short" not in failure.message.split()


def test_database_is_where_the_environment_says() -> None:
    assert database_url({"PSS_FHIR_DATABASE_URL": " sqlite:////x.db "}) == "sqlite:////x.db"


def test_database_of_nobody_is_in_the_users_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    url = database_url({})

    assert url == f"sqlite:///{tmp_path / 'pss-fhir' / 'pss-fhir.sqlite3'}"
    assert (tmp_path / "pss-fhir").stat().st_mode & 0o077 == 0


def test_serve_answers_and_ends_on_a_signal(tmp_path: Path) -> None:
    port = free_port()
    file = tmp_path / "agency.toml"
    file.write_text(AGENCY.format(port=port), encoding="utf-8")
    environment = {**os.environ, **SECRETS, "PSS_FHIR_DATABASE_URL": f"sqlite:///{tmp_path / 'app.db'}"}
    line = [sys.executable, "-c", MAIN, "serve", "--config", str(file), "--port", str(port)]
    process = subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        told = answer_of(f"http://127.0.0.1:{port}/healthz")
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)

    assert '"status":"ok"' in told.replace(" ", "").replace("\n", "")
    assert "Listening on http://127.0.0.1" in said
    assert "GET /healthz 200" in said


def answer_of(url: str) -> str:
    """What stands there, as soon as something does."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError("nothing answered within 90 seconds")
