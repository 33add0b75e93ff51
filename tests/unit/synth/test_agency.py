"""The synthetic agency: the same by seed, valid, and broken only where its truth says so."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.compliance.staff_folder import read_staff_folder
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import ServiceNote
from pss_fhir.errors import UsageError
from pss_fhir.issues import Severity
from pss_fhir.mapping import read_all
from pss_fhir.synth.agency import TYPES, AgencySize, write_agency
from pss_fhir.synth.chance import chance, urn
from pss_fhir.synth.visits import BREAKS_ALONG, MOST_CLIENTS, Break
from pss_fhir.validation import Validator

STARTS_ON = date(2026, 1, 5)
SIZE = AgencySize(clients=3, staff=2, months=2, broken=0.3)


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agency")
    write_agency(SIZE, folder, seed=7, starts_on=STARTS_ON)
    return folder


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def resources(folder: Path) -> list[dict[str, Any]]:
    return [resource for name in TYPES for resource in lines(folder / "fhir" / f"{name}.ndjson")]


def test_same_seed_gives_the_same_bytes_and_another_gives_others(agency: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again", tmp_path / "other"
    write_agency(SIZE, again, seed=7, starts_on=STARTS_ON)
    write_agency(SIZE, other, seed=8, starts_on=STARTS_ON)

    files = [file.relative_to(agency) for file in sorted(agency.rglob("*.*"))]
    assert all((agency / file).read_bytes() == (again / file).read_bytes() for file in files)
    notes = Path("fhir/DocumentReference.ndjson")
    assert (agency / notes).read_bytes() != (other / notes).read_bytes()


def test_every_resource_is_marked_and_valid(agency: Path) -> None:
    made = resources(agency)

    assert all(resource["meta"]["tag"][0]["code"] == "HTEST" for resource in made)
    errors = [
        str(issue)
        for resource in made
        for issue in Validator().validate(resource)
        if issue.severity is Severity.ERROR
    ]
    assert errors == []


def test_everything_is_read_back_without_a_finding(agency: Path) -> None:
    reading = read_all(resources(agency))

    others = [issue for issue in reading.issues if issue.severity is not Severity.INFORMATION]
    kinds = Counter(type(record).__name__ for record in reading.records)
    assert others == []
    assert kinds["Contact"] == kinds["ServiceNote"] > 20
    assert kinds["Client"] == 3


def test_nobody_is_in_two_places(agency: Path) -> None:
    contacts = [record for record in read_all(resources(agency)).records if isinstance(record, Contact)]
    for specialist in {contact.specialist_ref for contact in contacts}:
        spans = sorted(
            (contact.span for contact in contacts if contact.specialist_ref == specialist and contact.span),
            key=lambda span: span.started_at,
        )
        assert not any(one.overlaps(other) for one, other in itertools.pairwise(spans))


def test_full_caseload_fits_into_the_week(tmp_path: Path) -> None:
    write_agency(AgencySize(clients=MOST_CLIENTS, staff=1, months=1), tmp_path, seed=1, starts_on=STARTS_ON)

    test_nobody_is_in_two_places(tmp_path)


def test_staff_folder_is_read_whole(agency: Path) -> None:
    folder = read_staff_folder(agency / "staff")

    assert [issue for issue in folder.issues if issue.severity is not Severity.INFORMATION] == []
    assert len(folder.records.members) == 3
    assert len(folder.records.assignments) == 3


def test_truth_names_each_broken_visit(agency: Path) -> None:
    truth = lines(agency / "truth.ndjson")
    notes = {note.ref: note for note in read_all(resources(agency)).records if isinstance(note, ServiceNote)}

    assert {line["rule"] for line in truth} == {one.value for one in Break}
    assert set(BREAKS_ALONG) == set(Break)
    for line in truth:
        note = notes[line["focus"]]
        assert (note.client_ref, str(note.contact.service_on)) == (line["subject"], line["service_date"])


def test_share_of_none_breaks_nothing(tmp_path: Path) -> None:
    size = AgencySize(clients=1, staff=1, months=1, broken=0)

    assert write_agency(size, tmp_path, seed=1, starts_on=STARTS_ON).broken == 0
    assert (tmp_path / "truth.ndjson").read_bytes() == b""


def test_too_few_staff_is_refused_with_the_number_needed() -> None:
    with pytest.raises(UsageError, match="at least 3 specialists") as refused:
        AgencySize(clients=21, staff=2, months=1)

    assert refused.value.code == "usage.too-few-staff"


def test_chance_depends_on_the_names_alone() -> None:
    assert chance(1, "a", 2).random() == chance(1, "a", 2).random() != chance(1, "a", 3).random()
    assert urn(chance(1)).startswith("urn:uuid:")
