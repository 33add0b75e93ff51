"""Where the bytes of a FHIR package come from: a folder, a .tgz, or the zip that ships in the wheel."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import Protocol

from pss_fhir.errors import DefinitionError

MANIFEST = "package.json"
INDEX = "index.json"
MAX_PACKAGE_BYTES = 1_000_000_000
"""No published FHIR package comes near a gigabyte; more is a decompression bomb."""


class Source(Protocol):
    """The JSON files of one package, by name."""

    place: str

    def names(self) -> list[str]:
        """Names of the definition files, sorted."""
        ...

    def read(self, name: str) -> bytes | None:
        """The bytes of one file, or None when there is no such file."""
        ...

    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        ...


class FolderSource:
    """A package as it lies in a FHIR package cache (``.../package``) or in any folder."""

    def __init__(self, folder: Path) -> None:
        inner = folder / "package"
        self.folder = inner if (inner / MANIFEST).is_file() else folder
        self.place = str(folder)

    def names(self) -> list[str]:
        """Names of the JSON files in the folder itself."""
        return sorted(
            file.name
            for file in self.folder.glob("*.json")
            if file.name not in (MANIFEST, INDEX) and not file.name.startswith(".")
        )

    def read(self, name: str) -> bytes | None:
        """The bytes of one file, or None."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def digest(self) -> str:
        """SHA-256 over names and contents."""
        found = hashlib.sha256()
        for name in [MANIFEST, *self.names()]:
            content = self.read(name) or b""
            found.update(f"{name}\0{len(content)}\0".encode())
            found.update(content)
        return found.hexdigest()


class TarSource:
    """A package as registries hand it out: a gzipped tar with everything under ``package/``."""

    def __init__(self, file: Path) -> None:
        self.place = str(file)
        self._bytes: dict[str, bytes] = {}
        self._digest = hashlib.sha256(file.read_bytes()).hexdigest()
        try:
            self._unpack(file)
        except (tarfile.TarError, EOFError, zlib.error, OSError) as broken:
            raise DefinitionError(
                "the file is not a whole .tgz; a FHIR package is a gzipped tar. Fetch it again.",
                code="definitions.package-unreadable",
                where=self.place,
            ) from broken

    def _unpack(self, file: Path) -> None:
        total = 0
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                folder, _, name = member.name.removeprefix("./").rpartition("/")
                if (
                    not member.isfile()
                    or folder != "package"
                    or not name.endswith(".json")
                    or name.startswith(".")
                ):
                    continue
                total += member.size
                if total > MAX_PACKAGE_BYTES:
                    raise tarfile.ReadError("too large")
                content = archive.extractfile(member)
                if content is not None:
                    self._bytes[name] = content.read()

    def names(self) -> list[str]:
        """Names of the JSON files under ``package/``."""
        return sorted(name for name in self._bytes if name != MANIFEST)

    def read(self, name: str) -> bytes | None:
        """The bytes of one file, or None."""
        return self._bytes.get(name)

    def digest(self) -> str:
        """SHA-256 of the .tgz."""
        return self._digest


class ZipSource:
    """A package as this distribution carries it: slim definitions in a zip, read one at a time.

    The zip is held in memory: processes that a fork made would share one open file, and its position.
    """

    def __init__(self, file: Path, digest: str) -> None:
        self.place = str(file)
        self._zip = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
        self._digest = digest

    def names(self) -> list[str]:
        """Names of the definition files."""
        return sorted(name for name in self._zip.namelist() if name not in (MANIFEST, INDEX))

    def read(self, name: str) -> bytes | None:
        """The bytes of one file, or None. ``ZipFile`` locks, so threads may share it."""
        try:
            return self._zip.read(name)
        except KeyError:
            return None

    def digest(self) -> str:
        """SHA-256 of the zip, as its provenance states it."""
        return self._digest
