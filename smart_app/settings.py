"""How one running app is set up, apart from what the agency says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pss_fhir.errors import InputError, UsageError

SECRET_KEY = "PSS_FHIR_SECRET_KEY"  # noqa: S105 - the name of a variable, not a secret
SHORTEST_SECRET = 32
_OPEN_TO_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What the app needs beside its services.

    Attributes:
        secret_key: signs the session cookie and the stamps in forms; the same in every process.
        idle_warning_seconds: how long before the idle lock the page warns; WCAG 2.2.1 asks for 20.
        max_body_bytes: the largest form that is read; a note of the greatest length takes twelve bytes for
            each letter on its way, where all of them are emoji.
    """

    secret_key: str
    idle_warning_seconds: int = 60
    max_body_bytes: int = 2 * 1024 * 1024

    def __post_init__(self) -> None:
        if len(self.secret_key) < SHORTEST_SECRET:
            raise UsageError(
                f"the secret key has {len(self.secret_key)} characters; {SHORTEST_SECRET} are needed. "
                'Make one with `python -c "import secrets; print(secrets.token_urlsafe(48))"`.',
                code="app.secret-too-short",
                where=SECRET_KEY,
            )
        if self.idle_warning_seconds < 20:
            raise UsageError(
                f"the idle warning comes {self.idle_warning_seconds} s before the lock; WCAG 2.2.1 asks "
                "for 20 s or more. Raise it.",
                code="app.warning-too-short",
                where="idle_warning_seconds",
            )


def secret_from(environment: Mapping[str, str], name: str) -> str:
    """A secret that stands in a variable, or in the file that ``<name>_FILE`` names.

    Raises:
        UsageError: neither is there. There is no default: an app with a known secret is open.
        InputError: the file cannot be read, is empty, or others may read it.
    """
    if given := environment.get(name, "").strip():
        return given
    path = environment.get(f"{name}_FILE", "").strip()
    if not path:
        raise UsageError(
            f"it is not set; the app needs it and has no default. Set {name}, or {name}_FILE to the path "
            "of a file with mode 0600.",
            code="app.secret-missing",
            where=name,
        )
    return _secret_in(Path(path))


def _secret_in(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as failed:
        raise InputError(
            "it cannot be read as text. Check the path and who owns it.",
            code="app.secret-file-unreadable",
            where=str(file),
        ) from failed
    if mode & _OPEN_TO_OTHERS:
        raise InputError(
            f"others may read it (mode {mode & 0o777:04o}); a secret needs mode 0600. "
            f"Run `chmod 600 {file}`, and make a new secret if the machine is shared.",
            code="app.secret-file-open",
            where=str(file),
        )
    if not secret:
        raise InputError(
            "it is empty. Write the secret into it.", code="app.secret-file-empty", where=str(file)
        )
    return secret
