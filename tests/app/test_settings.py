"""Secrets come from the environment or a closed file; there is never a default."""

from __future__ import annotations

from pathlib import Path

import pytest

from pss_fhir.errors import InputError, UsageError
from smart_app.settings import SECRET_KEY, AppSettings, secret_from

SECRET = "s" * 40


def test_secret_from_the_environment_is_taken() -> None:
    assert secret_from({SECRET_KEY: f" {SECRET}\n"}, SECRET_KEY) == SECRET


def test_secret_from_a_closed_file_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(SECRET + "\n", encoding="utf-8")
    file.chmod(0o600)

    assert secret_from({f"{SECRET_KEY}_FILE": str(file)}, SECRET_KEY) == SECRET


def test_secret_from_nowhere_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        secret_from({}, SECRET_KEY)

    assert refused.value.code == "app.secret-missing"


@pytest.mark.parametrize(
    ("content", "mode", "code"),
    [
        (SECRET, 0o640, "app.secret-file-open"),
        ("", 0o600, "app.secret-file-empty"),
        (None, 0, "app.secret-file-unreadable"),
    ],
)
def test_secret_from_a_bad_file_is_refused(tmp_path: Path, content: str | None, mode: int, code: str) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_text(content, encoding="utf-8")
        file.chmod(mode)

    with pytest.raises(InputError) as refused:
        secret_from({f"{SECRET_KEY}_FILE": str(file)}, SECRET_KEY)

    assert refused.value.code == code
    assert SECRET not in str(refused.value)


def test_settings_with_a_short_secret_are_refused() -> None:
    with pytest.raises(UsageError, match="32 are needed"):
        AppSettings(secret_key="short")


def test_settings_with_a_late_warning_are_refused() -> None:
    with pytest.raises(UsageError, match="20 s"):
        AppSettings(secret_key=SECRET, idle_warning_seconds=19)
