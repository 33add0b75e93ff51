"""One small synthetic agency for all tests of a session that need people, and what is in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pss_fhir.domain.record import Record
from pss_fhir.mapping import read_all
from pss_fhir.synth.agency import AgencySize, write_agency

STARTS_ON = date(2026, 1, 5)
SIZE = AgencySize(clients=16, staff=2, months=9, broken=0.1)
SEED = 7


@dataclass(frozen=True)
class SynthAgency:
    """A synthetic agency in a folder, never to be changed."""

    folder: Path

    def lines(self, part: str, resource_type: str) -> list[dict[str, Any]]:
        """The resources of one file; ``part`` is ``fhir`` or ``kept``."""
        text = (self.folder / part / f"{resource_type}.ndjson").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def resources(self, *parts: str) -> list[dict[str, Any]]:
        """All resources, those that the EHR holds and those that the agency keeps."""
        files = [
            file for part in parts or ("fhir", "kept") for file in sorted((self.folder / part).iterdir())
        ]
        return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]

    @cached_property
    def _records(self) -> tuple[Record, ...]:
        return read_all(self.resources()).records

    def records(self) -> tuple[Record, ...]:
        """All records, as the mapping reads them."""
        return self._records

    def truth(self) -> list[dict[str, Any]]:
        """The rules that are broken on purpose."""
        text = (self.folder / "truth.ndjson").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]


def made_agency(folder: Path) -> SynthAgency:
    """The agency, written into a folder."""
    write_agency(SIZE, folder, seed=SEED, starts_on=STARTS_ON)
    return SynthAgency(folder)
