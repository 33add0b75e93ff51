"""What of a URL may be shown, and what counts as the same origin."""

from __future__ import annotations

import pytest

from pss_fhir.wire import same_origin, shown_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ehr.example/fhir/Patient?name=HTEST#x", "https://ehr.example/fhir/Patient"),
        ("https://user:secret@ehr.example:8443/fhir", "https://ehr.example:8443/fhir"),
        ("http://[::1]:8080/fhir?x=1", "http://[::1]:8080/fhir"),
    ],
)
def test_shown_url_drops_query_fragment_and_user(url: str, shown: str) -> None:
    assert shown_url(url) == shown


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://ehr.example/a", "https://ehr.example:443/b", True),
        ("https://EHR.example/a", "https://ehr.example/b", True),
        ("https://ehr.example/a", "http://ehr.example/a", False),
        ("https://ehr.example/a", "https://ehr.example:8443/a", False),
        ("https://ehr.example/a", "https://ehr.example.evil.test/a", False),
        ("https://ehr.example/a", "https://ehr.example@evil.test/a", False),
    ],
)
def test_same_origin_compares_scheme_host_and_port(one: str, other: str, same: bool) -> None:
    assert same_origin(one, other) is same
