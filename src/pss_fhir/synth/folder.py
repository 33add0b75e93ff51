"""The files of a synthetic agency: what the EHR holds, what the agency keeps itself, the staff, the truth."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO

import orjson

from pss_fhir.errors import InputError
from pss_fhir.issues import message_for
from pss_fhir.ndjson import replacing
from pss_fhir.synth.staff_tables import StaffTables
from pss_fhir.synth.truth import Broken

EHR, KEPT = "fhir", "kept"


class AgencyFolder:
    """Files that appear whole at the end, and not at all when something fails on the way.

    Args:
        folder: made if it is not there.

    Raises:
        InputError: there are files in it already, or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        if folder.exists() and any(folder.iterdir()):
            code = "synth.folder-not-empty"
            raise InputError(message_for(code), code=code, where=str(folder))
        self._folder = folder
        self._files = ExitStack()
        self._streams: dict[tuple[str, str], IO[bytes]] = {}

    def __enter__(self) -> AgencyFolder:
        for name in (EHR, KEPT):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        self._truth = self._files.enter_context(replacing(self._folder / "truth.ndjson"))
        self.staff = StaffTables(self._folder / "staff", self._files)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def write(self, part: str, resource_type: str, line: bytes) -> None:
        """Write the line of one resource into the file of its type."""
        if (part, resource_type) not in self._streams:
            file = self._folder / part / f"{resource_type}.ndjson"
            self._streams[part, resource_type] = self._files.enter_context(replacing(file))
        self._streams[part, resource_type].write(line)

    def tell(self, broken: Broken) -> None:
        """Write one line of the truth."""
        self._truth.write(orjson.dumps(broken.as_json(), option=orjson.OPT_APPEND_NEWLINE))
