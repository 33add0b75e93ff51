from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.errors import DiscoveryError, Unreachable
from pss_fhir.smart import SmartConfiguration, discover
from tests.wire.fake_ehr import CONFIGURATION, ISS, configuration
from tests.wire.scripted import ScriptedTransport, answer


@pytest.mark.requirement("SMART App Launch 2.2.0", "well-known: appended to the FHIR base")
@pytest.mark.parametrize("iss", [ISS, f"{ISS}/"])
def test_discover_reads_the_well_known_document(iss: str) -> None:
    transport = ScriptedTransport([answer(CONFIGURATION, content_type="application/json")])
    found = discover(iss, transport)
    assert transport.requests[0].url == f"{ISS}/.well-known/smart-configuration"
    assert transport.header("Accept") == "application/json"
    assert transport.header("Authorization") is None
    assert (found.iss, found.token_endpoint) == (ISS, CONFIGURATION["token_endpoint"])
    assert found.issues == ()
    assert not found.names_issuer_in_callback


@pytest.mark.parametrize(
    "response",
    [
        answer(None, 404),
        answer(b"<html>"),
        answer([1]),
        answer(None),
        answer(None, 302),
        answer(b"[" * 99_999),
    ],
)
def test_discover_when_there_is_no_document_then_refused(response: Any) -> None:
    with pytest.raises(DiscoveryError) as refused:
        discover(ISS, ScriptedTransport([response]))
    assert refused.value.code == "smart.discovery"


def test_discover_when_no_answer_comes_then_unreachable() -> None:
    with pytest.raises(Unreachable):
        discover(ISS, ScriptedTransport([Unreachable("x")]))


@pytest.mark.parametrize(
    "iss", ["http://ehr.example/fhir", "ftp://x", "https://u:p@ehr.example/fhir", "", "https://["]
)
def test_discover_when_the_base_is_open_then_nothing_is_asked(iss: str) -> None:
    transport = ScriptedTransport([])
    with pytest.raises(DiscoveryError) as refused:
        discover(iss, transport)
    assert refused.value.code == "smart.endpoint-unprotected"
    assert transport.requests == []


@pytest.mark.requirement("SMART App Launch 2.2.0", "code_challenge_methods_supported SHALL include S256")
@pytest.mark.parametrize("methods", [None, [], ["plain"], "S256", ["s256"]])
def test_configuration_without_s256_is_refused(methods: Any) -> None:
    with pytest.raises(DiscoveryError) as refused:
        configuration(code_challenge_methods_supported=methods)
    assert refused.value.code == "smart.pkce-not-offered"


@pytest.mark.requirement("SMART App Launch 2.2.0", "token_endpoint is required")
def test_configuration_without_token_endpoint_is_refused() -> None:
    with pytest.raises(DiscoveryError) as refused:
        configuration(token_endpoint=None)
    assert refused.value.code == "smart.discovery-lacks"


@pytest.mark.parametrize("name", ["token_endpoint", "authorization_endpoint", "jwks_uri"])
@pytest.mark.parametrize(
    "url",
    ["http://auth.example/x", "ftp://auth.example/x", "https://u:p@auth.example/x", "//["],
)
@pytest.mark.requirement("SMART App Launch 2.2.0", "TLS-secured channels only")
def test_configuration_with_an_open_endpoint_is_refused(name: str, url: str) -> None:
    with pytest.raises(DiscoveryError) as refused:
        configuration(**{name: url})
    assert refused.value.code == "smart.endpoint-unprotected"


def test_configuration_within_this_machine_may_be_plain_http() -> None:
    document = {**CONFIGURATION, "token_endpoint": "http://127.0.0.1:9/token"}
    found = SmartConfiguration.from_document("http://localhost:8/fhir", document)
    assert found.token_endpoint == "http://127.0.0.1:9/token"


@pytest.mark.parametrize(
    ("value", "url"),
    [("auth/token", f"{ISS}/auth/token"), ("/auth/token", "https://ehr.example/auth/token")],
)
def test_configuration_with_relative_addresses_is_read_from_the_base(value: str, url: str) -> None:
    assert configuration(token_endpoint=value).token_endpoint == url


def test_configuration_that_lacks_what_a_launch_can_do_without_is_told() -> None:
    found = configuration(
        grant_types_supported=None,
        issuer=None,
        jwks_uri=None,
        code_challenge_methods_supported=["S256", "plain"],
    )
    assert sorted(issue.code for issue in found.issues) == [
        "smart.configuration-lacks",
        "smart.configuration-lacks",
        "smart.configuration-lacks",
        "smart.configuration-plain",
    ]


def test_configuration_flags_are_read() -> None:
    found = configuration(
        authorization_response_iss_parameter_supported=True,
        scopes_supported=["a", 3],
    )
    assert found.names_issuer_in_callback
    assert found.scopes_supported == {"a"}
