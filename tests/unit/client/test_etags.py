from __future__ import annotations

import pytest

from pss_fhir.client.etags import if_match, version_in
from pss_fhir.errors import UsageError


@pytest.mark.parametrize(
    ("etag", "version"),
    [
        ('W/"3"', "3"),
        ('w/"3"', "3"),
        ('"3"', "3"),
        ('W/"0b9ff0f1-6f3a-4c9e-8f8e-1f6d3f5f1a2b"', "0b9ff0f1-6f3a-4c9e-8f8e-1f6d3f5f1a2b"),
        ("3", "3"),
        ("W/3", "3"),
        (' W/"3" ', "3"),
        ('W/""', None),
        ("", None),
        (None, None),
    ],
)
def test_version_in_reads_every_form_seen(etag: str | None, version: str | None) -> None:
    assert version_in(etag) == version


@pytest.mark.parametrize(
    ("given", "header"),
    [("3", 'W/"3"'), ('W/"3"', 'W/"3"'), ('"abc"', '"abc"'), ("a/b", 'W/"a/b"')],
)
@pytest.mark.requirement("FHIR R4 http.html", "concurrency")
def test_if_match_when_version_or_etag_then_weak_tag_or_unchanged(given: str, header: str) -> None:
    assert if_match(given) == header


@pytest.mark.parametrize("given", ["", "a b", "3\r\nX: y", 'a"b', "ä", "\x00"])
def test_if_match_when_it_cannot_stand_in_a_header_then_refused(given: str) -> None:
    with pytest.raises(UsageError):
        if_match(given)
