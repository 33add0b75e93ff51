"""The embedded EHR filled from a folder that ``pss-fhir synth`` wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from pss_fhir.errors import InputError
from pss_fhir.sandbox import Sandbox
from pss_fhir.sandbox.agency.folder import FolderAgency
from tests.synth_agency import SIZE, SynthAgency


def test_everything_of_the_folder_is_held_and_launched(synth_agency: SynthAgency, tmp_path: Path) -> None:
    ehr = Sandbox(agency_folder=synth_agency.folder)

    assert len(list(ehr.api.store.all_of("Patient"))) == SIZE.clients
    notes = synth_agency.lines("fhir", "DocumentReference")
    assert len(list(ehr.api.store.all_of("DocumentReference"))) == len(notes)
    assert list(ehr.api.store.all_of("Questionnaire"))
    assert list(ehr.api.store.all_of("AdverseEvent")) == []
    assert ehr.new_launch("Patient/client-1", "Practitioner/specialist-1")[1]
    ehr.write_staff_folder(tmp_path / "staff")
    assert (tmp_path / "staff" / "staff.csv").read_bytes() == (
        synth_agency.folder / "staff" / "staff.csv"
    ).read_bytes()


def test_folder_without_fhir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        FolderAgency(tmp_path)

    assert refused.value.code == "sandbox.no-agency"


@pytest.mark.parametrize("line", ["no JSON", "[]", '{"resourceType": "Patient"}'])
def test_line_that_is_no_resource_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "fhir").mkdir()
    (tmp_path / "fhir" / "Patient.ndjson").write_text(f'{{"resourceType": "Patient", "id": "a"}}\n{line}\n')

    with pytest.raises(InputError) as refused:
        list(FolderAgency(tmp_path).resources)

    assert refused.value.code == "sandbox.not-a-resource"
    assert str(refused.value.where).endswith("Patient.ndjson:2")


def test_agency_without_staff_folder_writes_none(tmp_path: Path) -> None:
    (tmp_path / "fhir").mkdir()
    FolderAgency(tmp_path).write_staff_folder(tmp_path / "copied")

    assert not (tmp_path / "copied").exists()
