from __future__ import annotations

import pytest

from pss_fhir.client.addresses import (
    checked_base_url,
    checked_ref,
    checked_type,
    is_under,
    next_page_url,
    ref_in_location,
)
from pss_fhir.errors import RemoteError, UsageError

BASE = "https://ehr.example/fhir/r4"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://ehr.example/fhir/", "https://ehr.example/fhir"),
        ("http://127.0.0.1:8080/fhir", "http://127.0.0.1:8080/fhir"),
        ("https://ehr.example", "https://ehr.example"),
    ],
)
def test_checked_base_url_when_plain_then_without_trailing_slash(given: str, kept: str) -> None:
    assert checked_base_url(given) == kept


@pytest.mark.parametrize(
    "url",
    [
        "ehr.example/fhir",
        "ftp://ehr.example/fhir",
        "https://user:secret@ehr.example/fhir",
        "https://ehr.example/fhir?x=1",
        "https://ehr.example/fhir#x",
        "https://ehr.example:port/fhir",
        "https://ehr.example:0/fhir",
        "https://[::1/fhir",
        "https://ehr.example/fhir\r\nX: y",
        "https://",
        "",
    ],
)
def test_checked_base_url_when_not_plain_then_refused(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_base_url(url)
    assert refused.value.code == "client.base-invalid"
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("ref", ["Patient/1", "Practitioner/a-B.9", "DocumentReference/9/_history/2"])
def test_checked_ref_when_relative_then_itself(ref: str) -> None:
    assert checked_ref(ref) == ref


@pytest.mark.parametrize(
    "ref",
    [
        "https://evil.example/Patient/1",
        "//evil.example/Patient/1",
        "/Patient/1",
        "Patient/..",
        "Patient/.",
        "Patient/../metadata",
        "Patient/1/..",
        "Patient/1?x=y",
        "Patient/1#x",
        "Patient/1/_history/..",
        "Patient/%2e%2e",
        "patient/1",
        "Patient/",
        "Patient",
        "Patient/1\n",
        "",
    ],
)
def test_checked_ref_when_it_could_leave_the_base_then_refused(ref: str) -> None:
    with pytest.raises(UsageError) as refused:
        checked_ref(ref)
    assert refused.value.code == "client.ref-invalid"


@pytest.mark.parametrize("value", ["../Patient", "patient", "Patient?x", "", None, 3, "Patient/1"])
def test_checked_type_when_no_type_then_refused(value: object) -> None:
    with pytest.raises(UsageError):
        checked_type(value)


@pytest.mark.parametrize(
    ("location", "found"),
    [
        (f"{BASE}/DocumentReference/9/_history/2", ("DocumentReference/9", "2")),
        (f"{BASE}/DocumentReference/9", ("DocumentReference/9", None)),
        ("DocumentReference/9/_history/a.b-c", ("DocumentReference/9", "a.b-c")),
        ("/fhir/r4/DocumentReference/9", ("DocumentReference/9", None)),
        ("http://inner:8080/x/DocumentReference/9/_history/2", ("DocumentReference/9", "2")),
        (f"{BASE}/DocumentReference/9?x=y", ("DocumentReference/9", None)),
        (f"{BASE}/Encounter/9", (None, None)),
        (f"{BASE}/DocumentReference/..", (None, None)),
        ("https://[broken", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_ref_in_location_reads_every_form_seen(
    location: str | None, found: tuple[str | None, str | None]
) -> None:
    assert ref_in_location(location, "DocumentReference") == found


@pytest.mark.parametrize(
    "url",
    [
        BASE,
        f"{BASE}?_getpages=1",
        f"{BASE}/Patient?_page=2",
        "https://EHR.example:443/fhir/r4/Patient",
    ],
)
def test_is_under_when_within_the_base_then_true(url: str) -> None:
    assert is_under(BASE, url)


@pytest.mark.parametrize(
    "url",
    [
        "http://ehr.example/fhir/r4/Patient",
        "https://ehr.example:8443/fhir/r4/Patient",
        "https://ehr.example.evil.example/fhir/r4/Patient",
        "https://ehr.example@evil.example/fhir/r4/Patient",
        "https://token:x@ehr.example/fhir/r4/Patient",
        "https://ehr.example/fhir/r4evil/Patient",
        "https://ehr.example/fhir/r4/../admin",
        "https://ehr.example/fhir/r4/%2e%2e/admin",
        "https://ehr.example/fhir/r4/%252e%252e/admin",
        "https://ehr.example/fhir/r4/..%2fadmin",
        "https://ehr.example\\@evil.example/fhir/r4/Patient",
        "https://ehr.example/fhir",
        "/fhir/r4/Patient",
        "javascript:alert(1)",
        "",
    ],
)
def test_is_under_when_elsewhere_then_false(url: str) -> None:
    assert not is_under(BASE, url)


def test_next_page_url_when_relative_then_resolved_against_the_page() -> None:
    assert next_page_url(BASE, f"{BASE}/Patient?_page=1", "?_page=2") == f"{BASE}/Patient?_page=2"


def test_next_page_url_when_elsewhere_then_refused_without_its_query() -> None:
    with pytest.raises(RemoteError) as refused:
        next_page_url(BASE, f"{BASE}/Patient?name=SENTINEL", "https://evil.example/fhir/r4?SENTINEL")
    assert refused.value.code == "client.next-link-elsewhere"
    assert "SENTINEL" not in str(refused.value)
