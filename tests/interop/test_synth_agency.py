"""A synthetic agency of 200 clients is taken whole by servers: sekmet-fhir, and the embedded EHR."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pss_fhir.client import FhirClient
from pss_fhir.domain.note import ServiceNote
from pss_fhir.mapping import from_fhir
from pss_fhir.sandbox import Sandbox
from pss_fhir.synth.agency import AgencySize, write_agency
from tests.interop.loading import ORDER, Json, load
from tests.interop.servers import UPSTREAM_TOKEN, AgencyEhr, call, running_agency_ehr

pytestmark = [pytest.mark.interop, pytest.mark.timeout(1200)]

SIZE = AgencySize(clients=200, staff=20, months=1)


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synth") / "agency"
    write_agency(SIZE, folder, seed=7, starts_on=date(2026, 1, 5))
    return folder


@pytest.fixture(scope="module")
def ehr(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgencyEhr]:
    with running_agency_ehr(tmp_path_factory.mktemp("servers"), []) as running:
        yield running


def test_sekmet_takes_all_and_gives_back_as_many(agency: Path, ehr: AgencyEhr) -> None:
    def send(bundle: Json) -> Json:
        answer: Json = call("POST", ehr.upstream, bundle, UPSTREAM_TOKEN)
        return answer

    def counts() -> Counter[str]:
        found = {
            name: call("GET", f"{ehr.upstream}/{name}?_summary=count", token=UPSTREAM_TOKEN) for name in ORDER
        }
        return Counter({name: answer["total"] for name, answer in found.items()})

    before = counts()  # sekmet brings a few resources of its own

    taken = load(agency, send)

    assert counts() - before == taken
    assert_a_chart_reads_back(ehr.held("DocumentReference?patient=client-7&_count=500"))


def test_embedded_ehr_takes_all_and_gives_back_as_many(agency: Path) -> None:
    sandbox = Sandbox(has_agency=False, asks_for_sign_in=False)
    client = FhirClient(sandbox.fhir_base, sandbox.transport())

    taken = load(agency, client.transaction)

    held = Counter({name: sum(1 for _ in sandbox.api.store.all_of(name)) for name in taken})
    assert held == taken
    found = client.search("DocumentReference", [("patient", "client-7")])
    assert_a_chart_reads_back(list(found.resources))


def assert_a_chart_reads_back(documents: list[Json]) -> None:
    """The service notes of a chart are read whole from what the server gives."""
    records = [from_fhir(document) for document in documents]
    notes = [record for record in records if isinstance(record, ServiceNote)]
    assert len(notes) > 3
    assert {note.client_ref for note in notes} == {"Patient/client-7"}
