"""Our sign-in and REST client against oidc-provider and sekmet-fhir, which nobody here wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
import requests
from joserfc.jwk import ECKey, RSAKey

from pss_fhir.client import FhirClient, RequestsTransport
from pss_fhir.clock import SystemClock
from pss_fhir.errors import (
    AuthorizationRefused,
    Forbidden,
    MultipleMatches,
    NotFound,
    SignInNeeded,
    TokenRefused,
    Unreachable,
    VersionConflict,
)
from pss_fhir.smart import (
    ClientAuth,
    LaunchAuthorizer,
    PrivateKeyJwt,
    PublicClient,
    Registration,
    SecretBasic,
    SignedIn,
    SmartConfiguration,
    TokenSet,
    begin,
    discover,
    finish,
    public_key_set,
    refresh,
)
from tests.interop.servers import AgencyEhr, running_agency_ehr

pytestmark = [pytest.mark.interop, pytest.mark.timeout(180)]

REDIRECT = "http://127.0.0.1:5055/callback"
SCOPES = (
    *("openid", "fhirUser", "offline_access", "patient/Patient.rs", "patient/DocumentReference.crus"),
    "patient/Flag.rs",
)
AUTHS: dict[str, ClientAuth] = {
    "public": PublicClient(),
    "secret": SecretBasic("a-secret-of-the-agency"),
    "es384": PrivateKeyJwt(ECKey.generate_key("P-384").as_pem(private=True), "k-ec"),
    "rs384": PrivateKeyJwt(RSAKey.generate_key(2048).as_pem(private=True), "k-rsa"),
}
METHODS = {PublicClient: "none", SecretBasic: "client_secret_basic", PrivateKeyJwt: "private_key_jwt"}
HTEST = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}
PATIENT = {"resourceType": "Patient", "id": "p1", "name": [{"family": "HTEST"}], "meta": HTEST}
PRACTITIONER = {"resourceType": "Practitioner", "id": "pr1", "name": [{"family": "HTEST"}], "meta": HTEST}
CLOCK = SystemClock()


def registered(name: str, auth: ClientAuth) -> dict[str, Any]:
    """The registration as the authorization server keeps it."""
    kept: dict[str, Any] = {
        "client_id": f"pss-{name}",
        "token_endpoint_auth_method": METHODS[type(auth)],
        "redirect_uris": [REDIRECT],
        "grant_types": ["authorization_code", "refresh_token"],
        "application_type": "native",
    }
    if isinstance(auth, SecretBasic):
        kept["client_secret"] = auth.secret
    if isinstance(auth, PrivateKeyJwt):
        keys = public_key_set(auth)
        # key_ops beside use is allowed by RFC 7517 and not needed here.
        keys["keys"] = [
            {name: value for name, value in key.items() if name != "key_ops"} for key in keys["keys"]
        ]
        kept |= {"jwks": keys, "token_endpoint_auth_signing_alg": keys["keys"][0]["alg"]}
    return kept


@pytest.fixture(scope="module", params=[False, True], ids=["relative-references", "absolute-references"])
def ehr(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgencyEhr]:
    """The servers, once as they are and once with absolute references."""
    clients = [registered(name, auth) for name, auth in AUTHS.items()]
    folder = tmp_path_factory.mktemp("ehr")
    with running_agency_ehr(folder, clients, absolute_references=request.param) as running:
        running.seed(PATIENT, PRACTITIONER)
        running.plan_launch("L1", {"patient": "p1", "need_patient_banner": False}, "pr1")
        running.plan_launch(None, {"patient": "p1"}, "pr1")
        yield running


@dataclass
class Launch:
    """A launch at the running servers."""

    ehr: AgencyEhr
    name: str
    scopes: tuple[str, ...] = SCOPES
    transport: RequestsTransport = field(default_factory=RequestsTransport)
    saved: list[TokenSet] = field(default_factory=list)

    @property
    def registration(self) -> Registration:
        """The registration of this way to authenticate."""
        return Registration(f"pss-{self.name}", REDIRECT, self.scopes, AUTHS[self.name])

    @property
    def configuration(self) -> SmartConfiguration:
        """As the server describes itself."""
        return discover(self.ehr.fhir_base, self.transport)

    def sign_in(self, launch: str | None = "L1", iss: str | None = None) -> SignedIn:
        """The whole way, with a browser's cookies and redirects in between."""
        pending, url = begin(
            iss or self.ehr.fhir_base, launch, self.registration, self.configuration, clock=CLOCK
        )
        params = self.browse(url)
        return finish(pending, params, self.registration, self.configuration, self.transport, clock=CLOCK)

    def browse(self, url: str) -> dict[str, str]:
        """The parameters with which the browser comes back."""
        with requests.Session() as browser:
            for _ in range(12):
                answer = browser.get(url, allow_redirects=False, timeout=10)
                url = urljoin(url, answer.headers["Location"])
                if url.startswith(REDIRECT):
                    return dict(parse_qsl(urlsplit(url).query))
        raise AssertionError("the browser did not come back")

    def client(self, tokens: TokenSet) -> FhirClient:
        """A signed-in client."""
        authorizer = LaunchAuthorizer(
            tokens,
            self.registration,
            lambda: self.configuration,
            self.transport,
            save=self.saved.append,
            clock=CLOCK,
        )
        return FhirClient(self.ehr.fhir_base, self.transport, authorizer=authorizer)


def note(identifier: str) -> dict[str, Any]:
    """A note to file."""
    return {
        "resourceType": "DocumentReference",
        "meta": HTEST,
        "identifier": [{"system": "urn:pss:note", "value": identifier}],
        "status": "current",
        "subject": {"reference": "Patient/p1"},
        "content": [{"attachment": {"contentType": "text/plain", "data": "aGVsbG8="}}],
    }


@pytest.mark.parametrize("name", AUTHS)
def test_ehr_launch_with_every_way_to_authenticate(ehr: AgencyEhr, name: str) -> None:
    launch = Launch(ehr, name)
    done = launch.sign_in()
    assert done.context.patient_ref == "Patient/p1"
    assert done.context.user_ref == "Practitioner/pr1"
    assert done.context.need_patient_banner is False
    assert done.context.missing_scopes == ("patient/Flag.rs",), "a scope that the server drops is named"
    assert launch.client(done.tokens).read("Patient/p1")["name"] == PATIENT["name"]


@pytest.mark.parametrize("name", ["public", "es384"])
def test_refresh_rotates_and_an_old_refresh_token_ends_the_session(ehr: AgencyEhr, name: str) -> None:
    launch = Launch(ehr, name)
    first = launch.sign_in().tokens
    second = refresh(first, launch.registration, launch.configuration, launch.transport, clock=CLOCK)
    assert second.access_token != first.access_token
    assert second.refresh_token != first.refresh_token
    assert launch.client(second).read("Patient/p1")["id"] == "p1"
    with pytest.raises(SignInNeeded):
        refresh(first, launch.registration, launch.configuration, launch.transport, clock=CLOCK)


def test_standalone_launch_and_no_offline_access(ehr: AgencyEhr) -> None:
    scopes = ("openid", "fhirUser", "launch/patient", "patient/Patient.rs")
    done = Launch(ehr, "es384", scopes).sign_in(None)
    assert done.context.patient_ref == "Patient/p1"
    assert done.context.missing_scopes == ()
    assert done.tokens.refresh_token is None


@pytest.mark.parametrize(("launch", "iss"), [("unknown", None), ("L1", "http://127.0.0.1:1/other")])
def test_launch_that_the_server_refuses(ehr: AgencyEhr, launch: str, iss: str | None) -> None:
    with pytest.raises(AuthorizationRefused) as refused:
        Launch(ehr, "public").sign_in(launch, iss)
    assert refused.value.code == "smart.invalid-authorization-request"


def test_wrong_secret_is_told(ehr: AgencyEhr, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AUTHS, "secret", SecretBasic("another"))
    with pytest.raises(TokenRefused) as refused:
        Launch(ehr, "secret").sign_in()
    assert refused.value.code == "smart.invalid-client"


def test_tokens_withdrawn_at_the_server_are_renewed_on_the_way(ehr: AgencyEhr) -> None:
    launch = Launch(ehr, "es384")
    client = launch.client(launch.sign_in().tokens)
    client.read("Patient/p1")
    ehr.order_fault("expire-tokens")

    assert client.read("Patient/p1")["id"] == "p1"
    assert len(launch.saved) == 1


def test_note_is_created_once_read_back_and_updated(ehr: AgencyEhr) -> None:
    launch = Launch(ehr, "es384")
    client = launch.client(launch.sign_in().tokens)
    once = [("identifier", "urn:pss:note|n-1")]
    made = client.create(note("n-1"), if_none_exist=once)
    again = client.create(note("n-1"), if_none_exist=once)
    assert (made.was_created, again.was_created) == (True, False)
    assert made.ref is not None
    assert made.ref == again.ref
    held = client.read(made.ref)
    assert held["subject"] == {"reference": "Patient/p1"}
    assert held["meta"]["versionId"] == made.version_id
    changed = client.update({**held, "status": "entered-in-error"}, if_match=made.etag or made.version_id)
    assert changed.version_id != made.version_id
    with pytest.raises(VersionConflict):
        client.update(held, if_match=made.version_id)
    found = client.search("DocumentReference", once)
    assert [(entry["id"], entry["status"]) for entry in found.resources] == [
        (made.ref.partition("/")[2], "entered-in-error")
    ]
    assert found.resources[0]["subject"] == {"reference": "Patient/p1"}


def test_pages_are_followed(ehr: AgencyEhr) -> None:
    ehr.seed(*({**note("page"), "id": f"page-{number}"} for number in range(5)))
    launch = Launch(ehr, "es384")
    client = launch.client(launch.sign_in().tokens)
    found = client.search("DocumentReference", [("identifier", "urn:pss:note|page"), ("_count", "2")])
    assert {entry["id"] for entry in found.resources} == {f"page-{number}" for number in range(5)}
    assert found.is_complete
    with pytest.raises(MultipleMatches):
        client.create(note("page"), if_none_exist=[("identifier", "urn:pss:note|page")])


def test_lost_answer_is_unreachable_and_the_search_finds_the_note(ehr: AgencyEhr) -> None:
    launch = Launch(ehr, "es384")
    client = launch.client(launch.sign_in().tokens)
    ehr.order_fault("lose-answer")
    with pytest.raises(Unreachable):
        client.create(note("lost"))
    assert len(client.search("DocumentReference", [("identifier", "urn:pss:note|lost")]).resources) == 1


def test_refusals_have_their_names(ehr: AgencyEhr) -> None:
    launch = Launch(ehr, "es384")
    client = launch.client(launch.sign_in().tokens)
    with pytest.raises(NotFound):
        client.read("Patient/nobody")
    with pytest.raises(Forbidden):
        client.search("Goal", [("patient", "p1")])
    assert client.capabilities().can("DocumentReference", "create")
