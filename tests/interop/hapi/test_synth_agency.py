"""A synthetic agency is taken whole by HAPI FHIR, which checks that every reference leads somewhere."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from pss_fhir.client import FhirClient, RequestsTransport
from pss_fhir.domain.note import ServiceNote
from pss_fhir.mapping import from_fhir
from pss_fhir.synth.agency import AgencySize, write_agency
from tests.interop.loading import load

pytestmark = [pytest.mark.interop, pytest.mark.timeout(1200)]

SIZE = AgencySize(clients=20, staff=2, months=2, broken=0.1)


def test_hapi_takes_all_and_gives_back_as_many(base_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    write_agency(SIZE, folder, seed=7, starts_on=date(2026, 1, 5))
    with closing(RequestsTransport()) as transport:
        client = FhirClient(base_url, transport)

        taken = load(folder, client.transaction, size=50)

        held = {name: client.search(name, [("_count", "500")]).resources for name in taken}
        assert {name: len(found) for name, found in held.items()} == taken
        notes = [from_fhir(each) for each in held["DocumentReference"]]
        assert sum(isinstance(note, ServiceNote) for note in notes) > 200
