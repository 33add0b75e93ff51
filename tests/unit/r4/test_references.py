"""References: relative, absolute, contained, urn:uuid."""

from __future__ import annotations

import pytest

from pss_fhir.r4.references import ReferenceKind, is_ref, local_ref, parse_reference, ref_of, type_of_ref

BASE = "https://ehr.example/fhir/r4"
UUID = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c001"


@pytest.mark.parametrize(
    ("text", "kind", "ref", "base_url", "version_id"),
    [
        ("Patient/1", ReferenceKind.RELATIVE, "Patient/1", None, None),
        ("Patient/1/_history/7", ReferenceKind.RELATIVE, "Patient/1", None, "7"),
        (f"{BASE}/Patient/1", ReferenceKind.ABSOLUTE, "Patient/1", BASE, None),
        (f"{BASE}/Patient/1/_history/7", ReferenceKind.ABSOLUTE, "Patient/1", BASE, "7"),
        ("https://x/FHIR/Patient/1", ReferenceKind.ABSOLUTE, "Patient/1", "https://x/FHIR", None),
        ("#place", ReferenceKind.CONTAINED, "#place", None, None),
        (UUID, ReferenceKind.URN, UUID, None, None),
        (UUID.upper().replace("URN:UUID", "urn:uuid"), ReferenceKind.URN, UUID, None, None),
        ("Patient?identifier=1", ReferenceKind.OTHER, None, None, None),
        ("https://ehr.example/", ReferenceKind.OTHER, None, None, None),
        ("https://ehr.example/fhir/Patient/a_b", ReferenceKind.OTHER, None, None, None),
        ("urn:oid:1.2.3", ReferenceKind.OTHER, None, None, None),
        ("patient/1", ReferenceKind.OTHER, None, None, None),
        ("", ReferenceKind.OTHER, None, None, None),
        ("../Patient/1", ReferenceKind.OTHER, None, None, None),
    ],
)
def test_parse_takes_a_reference_apart(
    text: str, kind: ReferenceKind, ref: str | None, base_url: str | None, version_id: str | None
) -> None:
    found = parse_reference(text)

    assert (found.kind, found.ref, found.base_url, found.version_id) == (kind, ref, base_url, version_id)


@pytest.mark.parametrize(
    ("text", "base_url", "ref"),
    [
        ("Patient/1", None, "Patient/1"),
        (f"{BASE}/Patient/1", BASE, "Patient/1"),
        (f"{BASE}/Patient/1", f"{BASE}/", "Patient/1"),
        (f"{BASE}/Patient/1", None, None),
        (f"{BASE}/Patient/1", "https://ehr.example/fhir", None),
        ("https://ehr.example.evil/fhir/r4/Patient/1", BASE, None),
        ("http://ehr.example/fhir/r4/Patient/1", BASE, None),
        (UUID, None, UUID),
        ("#place", BASE, None),
    ],
)
def test_local_ref_is_of_the_servers_own_base_alone(text: str, base_url: str | None, ref: str | None) -> None:
    assert local_ref(text, base_url=base_url) == ref


@pytest.mark.parametrize(
    ("resource", "ref"),
    [
        ({"resourceType": "Patient", "id": "1"}, "Patient/1"),
        ({"resourceType": "Patient"}, None),
        ({"resourceType": "Patient", "id": ""}, None),
        ({"resourceType": "Patient", "id": "a b"}, None),
        ({"resourceType": "Patient", "id": "1/_history/2"}, None),
        ({"resourceType": "Patient", "id": 7}, None),
        ({"resourceType": 7, "id": "1"}, None),
        ({"id": "1"}, None),
    ],
)
def test_ref_of_a_resource_needs_type_and_id(resource: dict[str, object], ref: str | None) -> None:
    assert ref_of(resource) == ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patient/1", True),
        ("Patient/1/_history/7", False),
        ("Patient/1\n", False),
        (UUID, False),
        ("", False),
    ],
)
def test_is_ref_when_a_text_is_type_and_id_then_it_is(text: str, *, expected: bool) -> None:
    assert is_ref(text) is expected


def test_type_of_ref_of_a_urn_is_not_known() -> None:
    assert (type_of_ref("Patient/1"), type_of_ref(UUID)) == ("Patient", None)
