"""Where the bytes of a FHIR package come from: a folder, a .tgz, or the pack that ships in the wheel."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Protocol

import orjson

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
        import tarfile  # only those who bring a .tgz need it

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
        import tarfile

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


class PackSource:
    """A package as this distribution carries it: slim definitions in a pack, read one at a time.

    A pack is three lines of JSON (the manifest, the index, and for each file its name, offset and packed
    size), then the files, each packed by zlib; offsets count from the end of the third line. Nothing
    stays open between reads, so threads and forked processes may share one.
    """

    def __init__(self, file: Path, digest: str) -> None:
        self.place = str(file)
        self._file = file
        self._digest = digest

    def names(self) -> list[str]:
        """Names of the definition files."""
        return sorted(self._places)

    def read(self, name: str) -> bytes | None:
        """The bytes of one file, or None."""
        if name in _HEAD:
            with self._file.open("rb") as file:
                return [file.readline() for _ in _HEAD][_HEAD.index(name)]
        if name not in self._places:
            return None
        offset, size = self._places[name]
        with self._file.open("rb") as file:
            file.seek(offset)
            return zlib.decompress(file.read(size))

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Name -> (offset in the file, packed size)."""
        with self._file.open("rb") as file:
            for _ in _HEAD:
                file.readline()
            places = orjson.loads(file.readline())
            begin = file.tell()
        return {name: (begin + offset, size) for name, offset, size in places}

    def digest(self) -> str:
        """SHA-256 of the pack, as its provenance states it."""
        return self._digest


_HEAD = (MANIFEST, INDEX)
"""What the first lines of a pack are."""


def packed(manifest: bytes, index: bytes, files: Mapping[str, bytes]) -> bytes:
    """A pack, as :class:`PackSource` reads it."""
    places, bodies, offset = [], [], 0
    for name, content in files.items():
        body = zlib.compress(content, 9)
        places.append((name, offset, len(body)))
        bodies.append(body)
        offset += len(body)
    return b"\n".join([manifest, index, orjson.dumps(places), b"".join(bodies)])
