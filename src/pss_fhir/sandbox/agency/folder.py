"""An agency from files: resources as NDJSON and a staff folder, as ``pss-fhir synth`` writes them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from pss_fhir.errors import InputError
from pss_fhir.issues import message_for
from pss_fhir.ndjson import open_bytes, read_lines
from pss_fhir.sandbox.agency.coding import Json
from pss_fhir.sandbox.agency.forms import make_forms

_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FolderAgency:
    """An agency whose EHR holds what ``fhir/*.ndjson`` has, with the staff records of ``staff/*.csv``.

    Raises:
        InputError: the folder has no ``fhir`` in it.
    """

    folder: Path

    def __post_init__(self) -> None:
        if not (self.folder / "fhir").is_dir():
            code = "sandbox.no-agency"
            raise InputError(message_for(code), code=code, where=str(self.folder))

    @property
    def resources(self) -> Iterator[Json]:
        """Everything that the EHR holds, one resource after the other.

        Raises:
            InputError: a line is no resource with a type and an id.
        """
        yield from make_forms()
        for file in sorted((self.folder / "fhir").glob("*.ndjson")):
            with open_bytes(file) as stream:
                for line in read_lines(stream, max_bytes=_MAX_BYTES):
                    yield _resource(line.content or b"", f"{file}:{line.number}")

    @property
    def stories(self) -> Mapping[str, str]:
        """Nobody is in a situation that was chosen for showing."""
        return {}

    def write_staff_folder(self, folder: Path) -> None:
        """Copy the staff records; nothing where there are none."""
        for file in sorted((self.folder / "staff").glob("*.csv")):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / file.name)


def _resource(line: bytes, where: str) -> Json:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        found = None
    if isinstance(found, dict) and {"resourceType", "id"} <= found.keys():
        return found
    code = "sandbox.not-a-resource"
    raise InputError(message_for(code), code=code, where=where)
