"""No link a server can write leads the client, and the token, off its base."""

from __future__ import annotations

import contextlib
from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from pss_fhir.client import FhirClient
from pss_fhir.client.addresses import checked_ref, is_under, ref_in_location
from pss_fhir.client.etags import if_match, version_in
from pss_fhir.errors import RemoteError, UsageError
from pss_fhir.wire import Request, Response
from tests.wire.scripted import FakeAuthorizer, answer, bundle

BASE = "https://ehr.example/fhir"
PIECES = st.sampled_from(
    [
        *["https:", "http:", "//", "/", "\\", "ehr.example", "evil.example", "@", ":", "443", "fhir"],
        *["..", ".", "%2e", "%2F", "%25", "?", "#", "Patient", "p=2", "[", "]", "\t", "\n", " ", "\x00"],
        *["‥", "。", ";", "&"],
    ]
)
LINKS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=40))


class EndlessServer:
    """Answers every request with a page whose next link is the next of a list."""

    def __init__(self, links: list[str]) -> None:
        self.links = list(links)
        self.asked: list[str] = []

    def send(self, request: Request) -> Response:
        """A page that points on."""
        self.asked.append(request.url)
        return answer(bundle(next_url=self.links.pop(0) if self.links else None))


@given(st.lists(LINKS, min_size=1, max_size=4))
def test_paging_never_leaves_the_base(links: list[str]) -> None:
    server = EndlessServer(links)
    client = FhirClient(BASE, server, authorizer=FakeAuthorizer(["t"]), sleep=lambda _: None)
    with contextlib.suppress(RemoteError):
        client.search("Patient")
    for url in server.asked:
        # urllib3 decides where the bytes go, so its reading of the address is the one that counts.
        parsed = parse_url(url)
        assert (parsed.scheme, parsed.host, parsed.port, parsed.auth) in [
            ("https", "ehr.example", None, None),
            ("https", "ehr.example", 443, None),
        ]
        assert (parsed.path or "").split("?")[0] == "/fhir" or (parsed.path or "").startswith("/fhir/")


@given(LINKS)
def test_is_under_agrees_with_urllib3_about_the_host(url: str) -> None:
    if is_under(BASE, url):
        assert parse_url(url).host == "ehr.example"


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map("".join)))
def test_checked_ref_stays_below_the_base(ref: str) -> None:
    try:
        path = urlsplit(parse_url(f"{BASE}/{checked_ref(ref)}").url).path
    except UsageError:
        return
    assert path == f"/fhir/{ref}"


VERSIONS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"'), min_size=1)


@given(VERSIONS)
def test_version_survives_the_header(version: str) -> None:
    header = if_match(version)
    assert version_in(header) == version or header == version


@given(st.text())
def test_version_in_never_raises(etag: str) -> None:
    found = version_in(etag)
    assert found is None or found in etag


@given(VERSIONS, st.booleans())
def test_etag_of_a_server_is_sent_back_unchanged(version: str, is_weak: bool) -> None:
    etag = f'{"W/" if is_weak else ""}"{version}"'
    assert if_match(etag) == etag


@given(
    st.from_regex(r"[A-Za-z0-9\-]{1,64}", fullmatch=True),
    st.none() | st.from_regex(r"[A-Za-z0-9\-]{1,64}", fullmatch=True),
    st.sampled_from([f"{BASE}/", "/fhir/", "", "http://inner:8080/a/b/"]),
)
def test_location_in_every_form_names_the_record(identity: str, version: str | None, prefix: str) -> None:
    location = f"{prefix}Goal/{identity}" + (f"/_history/{version}" if version else "")
    assert ref_in_location(location, "Goal") == (f"Goal/{identity}", version)


@given(st.text(max_size=60))
def test_ref_in_location_never_raises_and_never_invents(location: str) -> None:
    ref, _ = ref_in_location(location, "Goal")
    assert ref is None or ref in location
