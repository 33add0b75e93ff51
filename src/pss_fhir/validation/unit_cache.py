"""Generated units kept between runs in the user's cache folder."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from functools import cache
from pathlib import Path
from types import CodeType

import platformdirs

from pss_fhir.validation.unit import Unit

_DIGEST_BYTES = 32
USER_CACHE = Path(platformdirs.user_cache_dir("pss-fhir")) / "units"
"""Where generated code is kept between runs."""


@cache
def _own_fingerprint() -> str:
    """Changes whenever this package or the Python that compiles for it changes."""
    found = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parent.parent
    for folder in (package / "validation", package / "r4" / "fhirpath", package / "definitions"):
        for file in sorted(folder.rglob("*.py")):
            stat = file.stat()
            found.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return found.hexdigest()


class UnitCache:
    """Compiled units by canonical, in memory of the caller and, where a folder is given, on disk.

    A file holds a digest and a marshalled unit. It is written beside its place and moved there, so that
    readers see a whole file or none; one that does not match its digest is made again. A folder that
    cannot be written is passed over.

    Args:
        folder: where units are kept, or None to keep none.
        fingerprint: of the definitions that units are made from.
    """

    def __init__(self, folder: Path | None, fingerprint: str) -> None:
        key = hashlib.sha256(f"{fingerprint} {_own_fingerprint()}".encode()).hexdigest()[:32]
        self._folder = folder / key if folder is not None else None

    def get(self, canonical: str, emit: Callable[[str], Unit]) -> tuple[Unit, CodeType]:
        """The unit and its compiled source, from disk or else from ``emit``."""
        found = self._read(canonical)
        if found is None:
            unit = emit(canonical)
            found = unit, compile(unit.source, f"<{canonical}>", "exec", dont_inherit=True, optimize=2)
            self._write(canonical, *found)
        return found

    def _file(self, canonical: str) -> Path | None:
        name = hashlib.sha256(canonical.encode()).hexdigest()[:32]
        return self._folder / f"{name}.unit" if self._folder is not None else None

    def _read(self, canonical: str) -> tuple[Unit, CodeType] | None:
        file = self._file(canonical)
        if file is None:
            return None
        try:
            content = file.read_bytes()
            digest, body = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
            if hashlib.sha256(body).digest() != digest:
                return None
            parts, code = marshal.loads(body)  # noqa: S302 - the user's own cache folder, as with .pyc files
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return Unit(*parts), code

    def _write(self, canonical: str, unit: Unit, code: CodeType) -> None:
        file = self._file(canonical)
        if file is None:
            return
        kept = (unit.canonical, "", *astuple(unit)[2:])
        body = marshal.dumps((kept, code))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "wb") as part:
                part.write(hashlib.sha256(body).digest() + body)
            Path(name).replace(file)
        except OSError:
            return
