"""What a server's ``.well-known/smart-configuration`` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from pss_fhir.errors import DiscoveryError
from pss_fhir.issues import Issue, make_issue
from pss_fhir.smart.documents import get_document, object_in, strings_in, text_in
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.issuers import normal_issuer
from pss_fhir.wire import Transport, is_protected, shown_url

_PATH = "/.well-known/smart-configuration"


@dataclass(frozen=True, slots=True)
class SmartConfiguration:
    """A server's SMART configuration, checked.

    Attributes:
        iss: the FHIR base it was read for, in normal form.
        token_endpoint: absolute URL, https or within this machine.
        authorization_endpoint: the same; None for a server with backend services alone.
        issuer: the OpenID Connect issuer, or None.
        jwks_uri: where the keys of id_tokens are, or None.
        capabilities: SMART capabilities.
        scopes_supported: scopes it names; there may be more.
        names_issuer_in_callback: the server promises ``iss`` in its answers (RFC 9207).
        issues: what the document lacks without stopping a launch.
        document: the document itself.
    """

    iss: str
    token_endpoint: str
    authorization_endpoint: str | None
    issuer: str | None
    jwks_uri: str | None
    capabilities: frozenset[str]
    scopes_supported: frozenset[str]
    names_issuer_in_callback: bool
    issues: tuple[Issue, ...]
    document: dict[str, Any]

    @classmethod
    def from_document(cls, iss: str, document: dict[str, Any]) -> SmartConfiguration:
        """The configuration in a document that was read earlier.

        Raises:
            DiscoveryError: it lacks what a launch needs, offers no S256, or names an open endpoint.
        """
        base = normal_issuer(iss)
        where = shown_url(base + _PATH)
        methods = strings_in(document.get("code_challenge_methods_supported"))
        if "S256" not in methods:
            raise refusal(DiscoveryError, code="smart.pkce-not-offered", where=where)
        token_endpoint = _endpoint(document, "token_endpoint", base)
        if token_endpoint is None:
            raise refusal(DiscoveryError, code="smart.discovery-lacks", where=where, key="token_endpoint")
        return cls(
            iss=base,
            token_endpoint=token_endpoint,
            authorization_endpoint=_endpoint(document, "authorization_endpoint", base),
            issuer=text_in(document, "issuer"),
            jwks_uri=_endpoint(document, "jwks_uri", base),
            capabilities=frozenset(strings_in(document.get("capabilities"))),
            scopes_supported=frozenset(strings_in(document.get("scopes_supported"))),
            names_issuer_in_callback=document.get("authorization_response_iss_parameter_supported") is True,
            issues=_shortcomings(document, methods),
            document=document,
        )


def discover(iss: str, transport: Transport) -> SmartConfiguration:
    """The SMART configuration of a FHIR server.

    Args:
        iss: the FHIR base, https or within this machine.
        transport: carries the one GET.

    Raises:
        DiscoveryError: there is none, or it lacks what a launch needs.
        Unreachable: no complete answer came.

    Source:
        SMART App Launch 2.2.0, conformance, "Using well-known".
    """
    base = normal_issuer(iss)
    if not _is_fit(base):
        raise refusal(DiscoveryError, code="smart.endpoint-unprotected", name="iss")
    response = get_document(base + _PATH, transport)
    where = shown_url(base + _PATH)
    if response.status != 200:
        raise refusal(DiscoveryError, code="smart.discovery", where=where, reason=f"status {response.status}")
    document = object_in(response)
    if document is None:
        raise refusal(DiscoveryError, code="smart.discovery", where=where, reason="no JSON object")
    return SmartConfiguration.from_document(base, document)


def _endpoint(document: dict[str, Any], name: str, base: str) -> str | None:
    """An endpoint's absolute URL; a relative one is read from the FHIR base, as some servers mean it."""
    value = text_in(document, name)
    if value is None:
        return None
    try:
        url = urljoin(f"{base}/", value)
    except ValueError:
        url = ""
    if not _is_fit(url):
        where = shown_url(base + _PATH)
        raise refusal(DiscoveryError, code="smart.endpoint-unprotected", where=where, name=name)
    return url


def _is_fit(url: str) -> bool:
    try:
        return is_protected(url) and "@" not in url.partition("//")[2].partition("/")[0]
    except ValueError:
        return False


def _shortcomings(document: dict[str, Any], methods: tuple[str, ...]) -> tuple[Issue, ...]:
    """What SMART 2.2.0 requires and a launch can do without."""
    found = [
        make_issue("smart.configuration-lacks", key=key)
        for key in ("capabilities", "grant_types_supported")
        if not strings_in(document.get(key))
    ]
    if "plain" in methods:
        found.append(make_issue("smart.configuration-plain"))
    has_sso = "sso-openid-connect" in strings_in(document.get("capabilities"))
    found += [
        make_issue("smart.configuration-lacks", key=key)
        for key in ("issuer", "jwks_uri")
        if has_sso and not text_in(document, key)
    ]
    return tuple(found)
