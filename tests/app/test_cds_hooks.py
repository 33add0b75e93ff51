"""The CDS Hooks service over HTTP: the EHR signs its calls with a real key and shows the cards."""

from __future__ import annotations

import json
import logging
import re
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from werkzeug.test import TestResponse

from pss_fhir.clock import FixedClock, local_date
from pss_fhir.issues import code_book
from pss_fhir.r4.canonicals import PAS_AUTHORIZED_DETAIL
from pss_fhir.r4.systems import HCPCS
from pss_fhir.sandbox.agency.seed import make_agency
from pss_fhir.store import AuditEntry
from pss_fhir.wire import Request, Response
from pss_fhir.workflows.agency import Agency, CdsClient, Site
from pss_fhir.workflows.import_staff import import_staff
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.start import start_services
from smart_app.app import create_app
from smart_app.settings import AppSettings
from tests.app.conftest import APP, SECRET
from tests.builders import NOW

SPEC = "CDS Hooks 2.0"
ISS = "https://ehr.example/fhir"
CALLER = "https://ehr.example"
PAGE = "https://ehr.example"
JWKS_URL = "https://ehr.example/jwks"
KEY = ECKey.generate_key("P-384", {"kid": "ehr-1"})
USER = "Practitioner/specialist-1"
HOOKS = {
    "pss-patient-view": "patient-view",
    "pss-encounter-start": "encounter-start",
    "pss-order-sign": "order-sign",
}


class KeyServer:
    """Answers for the EHR's key set; its FHIR server is asked only with the token of a call."""

    is_up = True

    def __init__(self) -> None:
        self.charts: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[Request] = []
        self.status = 200
        self.held: dict[str, Event] = {}
        self.next_page = ""

    def send(self, request: Request) -> Response:
        """The key set, or what a client holds of a resource type."""
        if request.url.startswith(f"{ISS}/"):
            return self.fhir(request)
        assert request.url == JWKS_URL
        body = json.dumps({"keys": [KEY.as_dict(private=False)]}).encode()
        return Response(200 if self.is_up else 503, {"content-type": "application/json"}, body, JWKS_URL)

    def fhir(self, request: Request) -> Response:
        """A read, or a search by patient."""
        self.asked.append(request)
        name, _, query = request.url.removeprefix(f"{ISS}/").partition("?")
        if held := self.held.get(name.partition("/")[0]):
            held.wait(30)
        own = self.charts[f"Patient/{parse_qs(query)['patient'][0]}"] if query else self.charts[name]
        found: dict[str, Any] = own[0]
        if query:
            entries = [{"resource": one} for one in own if one["resourceType"] == name]
            links = [{"relation": "next", "url": self.next_page}] if self.next_page else []
            found = {"resourceType": "Bundle", "type": "searchset", "entry": entries, "link": links}
        body = json.dumps(found).encode()
        return Response(self.status, {"content-type": "application/fhir+json"}, body, request.url)


@dataclass
class Ehr:
    """An EHR that calls the service about the synthetic agency's people."""

    services: Services
    app: Any
    clock: FixedClock
    key_server: KeyServer
    charts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def token(self, service: str, **claims: Any) -> str:
        """A right token for one call."""
        now = int(self.clock.now().timestamp())
        said = {
            "iss": CALLER,
            "aud": f"{APP}/cds-services/{service}",
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid4()),
            **claims,
        }
        header = {"alg": "ES384", "typ": "JWT", "kid": "ehr-1", "jku": JWKS_URL}
        return jwt.encode(header, said, KEY, algorithms=["ES384"])

    def post(self, path: str, body: object, *, token: str | None, **options: Any) -> TestResponse:
        """The answer to a POST below ``/cds-services``."""
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        data = body if isinstance(body, bytes) else json.dumps(body)
        answer: TestResponse = self.app.test_client().post(
            f"/cds-services/{path}", base_url=APP, data=data, headers=headers, **options
        )
        return answer

    def prefetch(self, number: int, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """What the templates bring for a client; a search that finds nothing brings ``null``."""
        mine = self.charts[f"Patient/client-{number}"]
        user = self.charts[USER][0]
        found: dict[str, Any] = {"patient": mine[0], "user": user}
        for key in self.discovered()[0]["prefetch"]:
            if key not in found:
                name = key[0].upper() + key[1:]
                entries = [{"resource": one} for one in mine if one["resourceType"] == name]
                found[key] = (
                    {"resourceType": "Bundle", "type": "searchset", "entry": entries} if entries else None
                )
        return {key: value for key, value in found.items() if key not in without}

    def body(self, number: int, service: str = "pss-patient-view", **changes: Any) -> dict[str, Any]:
        """A right call about a client."""
        context = {"userId": USER, "patientId": f"client-{number}", "encounterId": "visit-now"}
        if service == "pss-order-sign":
            context = {**context, "draftOrders": changes.pop("orders")}
        return {
            "hook": HOOKS[service],
            "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "fhirServer": ISS,
            "context": context,
            "prefetch": self.prefetch(number),
            **changes,
        }

    def call(self, number: int, service: str = "pss-patient-view", **changes: Any) -> TestResponse:
        """The answer to a right call, with changes."""
        return self.post(service, self.body(number, service, **changes), token=self.token(service))

    def cards(self, number: int, service: str = "pss-patient-view", **changes: Any) -> list[dict[str, Any]]:
        """The cards about a client."""
        answer = self.call(number, service, **changes)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.get_json()["cards"]
        return found

    def discovered(self) -> list[dict[str, Any]]:
        """What discovery lists."""
        answer = self.app.test_client().get("/cds-services", base_url=APP)
        listed: list[dict[str, Any]] = answer.get_json()["services"]
        return listed

    def trail(self) -> list[AuditEntry]:
        """The audit trail."""
        return list(self.services.store.audit.entries())


def subject_of(resource: dict[str, Any]) -> str:
    """Whose record it is; the resource itself where it is a person."""
    for name in ("subject", "patient", "beneficiary"):
        if "reference" in resource.get(name, {}):
            return str(resource[name]["reference"])
    return f"{resource['resourceType']}/{resource['id']}"


@pytest.fixture
def ehr(tmp_path: Path) -> Ehr:
    """The EHR at 4 pm on the story's day."""
    clock, key_server = FixedClock(NOW), KeyServer()
    caller = CdsClient(iss=CALLER, jwks_url=JWKS_URL, origins=(PAGE,))
    agency = Agency(
        name="HTEST Recovery Services",
        app_url=APP,
        sites=(Site(name="HTEST EHR", iss=ISS, client_id="pss-fhir", cds_clients=(caller,)),),
    )
    services = start_services(
        agency,
        store_url=f"sqlite:///{tmp_path / 'pss-fhir.sqlite3'}",
        encryption_keys=[b"k" * 32],
        environment={},
        transport=key_server,
        clock=clock,
    )
    made = Ehr(services, create_app(services, AppSettings(secret_key=SECRET)), clock, key_server)
    for resource in make_agency(local_date(NOW)).resources:
        of_one = made.charts.setdefault(subject_of(resource), [])
        of_one.insert(0 if resource["resourceType"] == "Patient" else len(of_one), resource)
    key_server.charts = made.charts
    return made


def rules_in(cards: list[dict[str, Any]]) -> set[str]:
    """The rules that the cards lead with."""
    return {card["source"]["topic"]["code"] for card in cards}


@pytest.mark.requirement(SPEC, "Discovery")
def test_discovery_lists_a_service_for_each_hook(ehr: Ehr) -> None:
    listed = ehr.discovered()

    assert {service["id"]: service["hook"] for service in listed} == HOOKS
    assert all(service["title"] and service["description"] for service in listed)


@pytest.mark.requirement(SPEC, "Prefetch Template")
def test_templates_ask_for_the_records_of_the_person_alone(ehr: Ehr) -> None:
    for service in ehr.discovered():
        templates = dict(service["prefetch"])
        assert templates.pop("patient") == "Patient/{{context.patientId}}"
        assert templates.pop("user") == "{{context.userId}}"
        assert all("?patient={{context.patientId}}&" in query for query in templates.values())
        assert templates["encounter"].endswith("&date=ge2025-09-29")


def test_client_without_gaps_gets_no_card(ehr: Ehr) -> None:
    assert ehr.cards(1) == []


@pytest.mark.parametrize("service", ["pss-patient-view", "pss-encounter-start"])
def test_expired_plan_gives_its_card(service: str, ehr: Ehr) -> None:
    (card,) = ehr.cards(3, service)

    assert card["source"]["topic"]["code"] == "rec-022"
    assert card["summary"] == "No Person-Centered Plan covers Nov 3, 2026."
    assert card["indicator"] == "warning"
    assert "**What to do:** Ask your supervisor for the signed plan" in card["detail"]


@pytest.mark.parametrize("service", ["pss-patient-view", "pss-encounter-start"])
def test_missing_order_gives_its_card(service: str, ehr: Ehr) -> None:
    (card,) = ehr.cards(4, service)

    assert card["source"]["topic"]["code"] == "pss-080"
    assert card["summary"] == "The chart holds no service order for peer support."
    assert card["indicator"] == "critical"


def draft_order(number: int = 4, **changes: Any) -> dict[str, Any]:
    """An order for peer support as it stands before it is signed."""
    order = {
        "resourceType": "ServiceRequest",
        "id": "draft-1",
        "status": "draft",
        "intent": "order",
        "code": {
            "coding": [
                {"system": "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "code": "H0038"}
            ]
        },
        "subject": {"reference": f"Patient/client-{number}"},
        **changes,
    }
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": order}]}


def test_specialist_without_crisis_training_is_told_before_the_visit(ehr: Ehr, tmp_path: Path) -> None:
    """Sam's records in the agency's staff folder say so; the EHR does not."""
    make_agency(local_date(NOW)).write_staff_folder(tmp_path / "staff")
    import_staff(ehr.services.store, tmp_path / "staff")
    context = {"userId": "Practitioner/specialist-3", "patientId": "client-4", "encounterId": "visit-now"}
    prefetch = {**ehr.prefetch(4), "user": ehr.charts["Practitioner/specialist-3"][0]}

    cards = ehr.cards(4, "pss-encounter-start", context=context, prefetch=prefetch)

    assert rules_in(cards) >= {"pss-080", "agency-cpi-current"}


def test_clinician_is_told_nothing_of_the_certificates_of_specialists(ehr: Ehr, tmp_path: Path) -> None:
    make_agency(local_date(NOW)).write_staff_folder(tmp_path / "staff")
    import_staff(ehr.services.store, tmp_path / "staff")
    context = {"userId": "Practitioner/clinician-1", "patientId": "client-4"}
    prefetch = {**ehr.prefetch(4), "user": ehr.charts["Practitioner/clinician-1"][0]}

    assert rules_in(ehr.cards(4, context=context, prefetch=prefetch)) == {"pss-080"}


def test_fact_that_a_record_lacks_is_asked_for(ehr: Ehr) -> None:
    prefetch = ehr.prefetch(1)
    patient = {name: value for name, value in prefetch["patient"].items() if name != "birthDate"}

    (card,) = ehr.cards(1, prefetch={**prefetch, "patient": patient})

    assert (card["indicator"], card["source"]["topic"]["code"]) == ("info", "pss-010")


@pytest.mark.requirement(SPEC, "order-sign: context.draftOrders")
def test_order_about_to_be_signed_counts_as_signed(ehr: Ehr) -> None:
    assert "pss-080" not in rules_in(ehr.cards(4, "pss-order-sign", orders=draft_order()))


def test_order_about_to_be_signed_for_somebody_without_plan_says_so(ehr: Ehr) -> None:
    assert rules_in(ehr.cards(3, "pss-order-sign", orders=draft_order(3))) >= {"rec-022"}


@pytest.mark.parametrize(
    "orders",
    [
        draft_order(code={"text": "Lipid panel"}),
        draft_order(number=1),
        draft_order(resourceType="MedicationRequest"),
        {"resourceType": "Bundle"},
        {"resourceType": "Bundle", "entry": ["x", {"resource": 7}]},
    ],
)
def test_orders_of_other_services_or_people_get_no_card(orders: dict[str, Any], ehr: Ehr) -> None:
    assert ehr.cards(4, "pss-order-sign", orders=orders) == []


def test_person_who_gets_no_peer_support_gets_no_card(ehr: Ehr) -> None:
    nothing = dict.fromkeys(ehr.prefetch(4))
    nothing["patient"] = ehr.prefetch(4)["patient"]

    assert ehr.cards(4, prefetch=nothing) == []


@pytest.mark.requirement(SPEC, "Card Attributes")
def test_card_has_every_part_that_the_specification_asks_for(ehr: Ehr) -> None:
    for number in (3, 4):
        for card in ehr.cards(number):
            assert UUID(card["uuid"]).version == 8
            assert 0 < len(card["summary"]) < 140
            assert card["indicator"] in {"info", "warning", "critical"}
            assert card["source"]["label"]
            assert card["links"] == [
                {"label": "Open peer support notes", "url": f"{APP}/launch", "type": "smart"}
            ]
            assert all(reason.keys() == {"code", "system", "display"} for reason in card["overrideReasons"])


def test_card_speaks_of_nobody_by_name(ehr: Ehr) -> None:
    answer = ehr.call(4).text

    assert "HTEST" not in answer
    assert "Alex" not in answer


@pytest.mark.requirement(SPEC, "Prefetch Template: a key that is not sent")
@pytest.mark.parametrize("missing", [("serviceRequest",), ("carePlan", "goal")])
def test_records_that_were_not_sent_are_named_calmly(missing: tuple[str, ...], ehr: Ehr) -> None:
    cards = ehr.cards(1, prefetch=ehr.prefetch(1, without=missing))

    assert cards
    assert {card["indicator"] for card in cards} == {"info"}
    assert all("did not let us read" in card["summary"] for card in cards)


def approve_as_asked(ehr: Ehr, *, names_service: bool) -> None:
    """Client 1's payer approves what was asked for, and says how much only by naming the request."""
    chart = ehr.charts["Patient/client-1"] = deepcopy(ehr.charts["Patient/client-1"])
    (approval,) = (one for one in chart if one["resourceType"] == "ClaimResponse")
    (item,) = approval["item"]
    detail = next(one for one in item["extension"] if one["url"] == PAS_AUTHORIZED_DETAIL)
    detail["extension"] = [one for one in detail["extension"] if one["url"] != "quantity"]
    if not names_service:
        item["extension"].remove(detail)
    approval["request"] = {"reference": "Claim/asked"}
    service = {"coding": [{"system": HCPCS, "code": "H0038"}]}
    chart.append(
        {
            "resourceType": "Claim",
            "id": "asked",
            "status": "active",
            "use": "preauthorization",
            "patient": {"reference": "Patient/client-1"},
            "item": [{"sequence": 1, "productOrService": service, "quantity": {"value": 270}}],
        }
    )


@pytest.mark.parametrize(("names_service", "indicator"), [(True, "info"), (False, "critical")])
def test_approval_as_asked_for_is_told_by_its_request(names_service: bool, indicator: str, ehr: Ehr) -> None:
    """Without the Claim the units of such an approval, or the approval itself, would not be known."""
    approve_as_asked(ehr, names_service=names_service)

    (card,) = ehr.cards(1, prefetch=ehr.prefetch(1, without=("claim",)))

    assert (card["source"]["topic"]["code"], card["indicator"]) == ("pss-024", indicator)
    assert ehr.cards(1) == []


def test_request_that_did_not_come_is_asked_for_with_the_token_of_the_call(ehr: Ehr) -> None:
    approve_as_asked(ehr, names_service=False)
    without = ehr.prefetch(1, without=("claim",))

    assert ehr.cards(1, prefetch=without, fhirAuthorization=GIVEN) == []
    assert [request.url.partition("?")[0] for request in ehr.key_server.asked] == [f"{ISS}/Claim"]


GIVEN = {
    "access_token": "abc.DEF-123",
    "token_type": "Bearer",
    "expires_in": 300,
    "scope": "patient/*.read",
    "subject": "pss-fhir",
}


@pytest.mark.requirement(SPEC, "FHIR Resource Access: fhirAuthorization")
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"patient": None},
        {"serviceRequest": {"resourceType": "OperationOutcome", "issue": []}},
        {"encounter": {"resourceType": "Bundle", "link": [{"relation": "next", "url": f"{ISS}?p=2"}]}},
    ],
)
def test_records_that_did_not_come_are_asked_for_with_the_token_of_the_call(
    sent: dict[str, Any], ehr: Ehr
) -> None:
    assert ehr.cards(1, prefetch=sent, fhirAuthorization=GIVEN) == []
    assert rules_in(ehr.cards(4, prefetch=sent, fhirAuthorization=GIVEN)) == {"pss-080"}
    assert {request.headers["Authorization"] for request in ehr.key_server.asked} == {"Bearer abc.DEF-123"}
    assert {request.method for request in ehr.key_server.asked} == {"GET"}


def test_records_that_came_are_not_asked_for_again(ehr: Ehr) -> None:
    ehr.cards(1, fhirAuthorization=GIVEN)
    assert ehr.key_server.asked == []

    ehr.cards(1, prefetch=ehr.prefetch(1, without=("goal",)), fhirAuthorization=GIVEN)
    assert [request.url.partition("?")[0] for request in ehr.key_server.asked] == [f"{ISS}/Goal"]


def test_call_without_token_asks_no_server(ehr: Ehr) -> None:
    cards = ehr.cards(1, prefetch=ehr.prefetch(1, without=("goal",)))
    assert {card["indicator"] for card in cards} <= {"info"}
    assert ehr.key_server.asked == []


def test_token_without_the_sites_own_server_is_not_used(ehr: Ehr) -> None:
    alone = {"patient": ehr.prefetch(1)["patient"]}
    body = {**ehr.body(1, prefetch=alone), "fhirAuthorization": GIVEN}
    del body["fhirServer"]
    answer = ehr.post("pss-patient-view", body, token=ehr.token("pss-patient-view"))
    assert answer.status_code == 200
    assert ehr.key_server.asked == []

    answer = ehr.call(1, fhirServer="https://other.example/fhir", fhirAuthorization=GIVEN)
    assert answer.status_code == 403
    assert ehr.key_server.asked == []


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_server_that_refuses_leaves_what_cannot_be_told(status: int, ehr: Ehr) -> None:
    ehr.key_server.status = status
    without = ehr.prefetch(1, without=("serviceRequest",))

    (card,) = ehr.cards(1, prefetch=without, fhirAuthorization=GIVEN)

    assert card["indicator"] == "info"
    assert len(ehr.key_server.asked) == 1


def test_next_page_elsewhere_is_not_followed_with_the_token(ehr: Ehr) -> None:
    ehr.key_server.next_page = "https://other.example/fhir?page=2"

    (card,) = ehr.cards(1, prefetch=ehr.prefetch(1, without=("serviceRequest",)), fhirAuthorization=GIVEN)

    assert card["indicator"] == "info"
    assert all(request.url.startswith(f"{ISS}/") for request in ehr.key_server.asked)


def test_slow_server_does_not_hold_the_call_up(ehr: Ehr) -> None:
    """The call answers while the server still holds one search back; what came in time is used."""
    ehr.cards(1)
    release = Event()
    ehr.key_server.held = {"ServiceRequest": release}
    without = ehr.prefetch(1, without=("serviceRequest", "goal"))

    cards = ehr.cards(1, prefetch=without, fhirAuthorization=GIVEN)
    release.set()

    assert {card["indicator"] for card in cards} == {"info"}
    assert all("service orders" in card["summary"] for card in cards)
    assert all(request.timeout_seconds == (0.35, 0.35) for request in ehr.key_server.asked)


@pytest.mark.parametrize(
    "given",
    [
        "abc",
        {},
        {**GIVEN, "access_token": "two words"},
        {**GIVEN, "access_token": "line\r\nbreak"},
        {**GIVEN, "access_token": ""},
        {**GIVEN, "token_type": "mac"},
    ],
)
def test_token_that_is_none_is_refused_by_its_name(given: object, ehr: Ehr) -> None:
    answer = ehr.call(1, fhirAuthorization=given)

    assert (answer.status_code, answer.get_json()["code"]) == (400, "cds.body-unreadable")
    assert "words" not in answer.text


def test_several_rules_that_miss_the_same_share_a_card(ehr: Ehr) -> None:
    (card,) = ehr.cards(1, prefetch=ehr.prefetch(1, without=("serviceRequest",)))

    assert card["detail"].count("**Rule pss-08") > 1


@pytest.mark.parametrize(
    "found",
    [
        {"resourceType": "OperationOutcome", "issue": []},
        {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "OperationOutcome"}}]},
        {"resourceType": "Bundle", "link": [{"relation": "next", "url": f"{ISS}?page=2"}], "entry": []},
        "nothing of the kind",
        [],
    ],
)
def test_search_that_failed_or_is_not_whole_counts_as_not_sent(found: object, ehr: Ehr) -> None:
    prefetch = {**ehr.prefetch(1), "serviceRequest": found}

    (card,) = ehr.cards(1, prefetch=prefetch)

    assert card["indicator"] == "info"


def test_call_with_the_person_alone_is_answered(ehr: Ehr) -> None:
    alone = {"patient": ehr.prefetch(1)["patient"]}

    cards = ehr.cards(1, prefetch=alone)

    assert {card["indicator"] for card in cards} == {"info"}


def test_records_of_another_person_are_left_out(ehr: Ehr) -> None:
    mixed = {**ehr.prefetch(4), "serviceRequest": ehr.prefetch(1)["serviceRequest"]}

    assert "pss-080" in rules_in(ehr.cards(4, prefetch=mixed))


@pytest.mark.requirement(SPEC, "HTTP Status Codes: 412")
@pytest.mark.parametrize("patient", [None, {}, {"resourceType": "OperationOutcome"}, "Patient/client-1"])
def test_call_without_the_persons_record_cannot_be_answered(patient: object, ehr: Ehr) -> None:
    answer = ehr.call(1, prefetch={**ehr.prefetch(1), "patient": patient})

    assert (answer.status_code, answer.get_json()["code"]) == (412, "cds.patient-missing")


def test_call_without_prefetch_cannot_be_answered(ehr: Ehr) -> None:
    body = ehr.body(1)
    del body["prefetch"]

    assert ehr.post("pss-patient-view", body, token=ehr.token("pss-patient-view")).status_code == 412


def test_call_with_another_persons_record_is_refused(ehr: Ehr) -> None:
    answer = ehr.call(1, prefetch=ehr.prefetch(2))

    assert (answer.status_code, answer.get_json()["code"]) == (400, "cds.wrong-patient")


def test_call_about_another_server_is_refused(ehr: Ehr) -> None:
    answer = ehr.call(1, fhirServer="https://other.example/fhir")

    assert (answer.status_code, answer.get_json()["code"]) == (403, "cds.server-not-allowed")


@pytest.mark.parametrize(
    "changes",
    [
        {"hook": "order-sign"},
        {"hookInstance": None},
        {"hookInstance": "not a uuid"},
        {"context": None},
        {"context": {"userId": USER}},
        {"context": {"userId": "HTEST", "patientId": "client-1"}},
        {"context": {"userId": USER, "patientId": "../client-1"}},
        {"context": {"userId": USER, "patientId": "client-1", "encounterId": {"a": 1}}},
        {"prefetch": [1]},
    ],
)
def test_call_with_a_wrong_part_is_refused_by_its_name(changes: dict[str, Any], ehr: Ehr) -> None:
    answer = ehr.call(1, **changes)

    assert (answer.status_code, answer.get_json()["code"]) == (400, "cds.body-unreadable")
    assert "HTEST" not in answer.text


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"7", b"[" * 100_000, b"\xff\xfe"])
def test_body_that_is_no_json_object_is_refused(body: bytes, ehr: Ehr) -> None:
    answer = ehr.post("pss-patient-view", body, token=ehr.token("pss-patient-view"))

    assert (answer.status_code, answer.get_json()["code"]) == (400, "cds.body-unreadable")


def test_body_past_the_limit_is_refused(ehr: Ehr) -> None:
    answer = ehr.post("pss-patient-view", b" " * (16 * 1024 * 1024 + 1), token=ehr.token("pss-patient-view"))

    assert answer.status_code == 413


def test_service_that_there_is_not_is_404(ehr: Ehr) -> None:
    answer = ehr.post("pss-med-order", ehr.body(1), token=ehr.token("pss-med-order"))

    assert (answer.status_code, answer.get_json()["code"]) == (404, "cds.service-unknown")


@pytest.mark.parametrize("service", list(HOOKS))
@pytest.mark.requirement(SPEC, "Trusting CDS Clients")
def test_call_without_a_right_token_is_refused_before_it_is_read(service: str, ehr: Ehr) -> None:
    for token in (None, "x", ehr.token(service, iss="https://evil.example"), ehr.token("pss-other")):
        answer = ehr.post(service, b"this is never read", token=token)

        assert answer.status_code == 401
        assert answer.get_json()["code"].startswith("cds.")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert ehr.trail() == []


def test_token_used_twice_is_refused(ehr: Ehr) -> None:
    token = ehr.token("pss-patient-view")
    ehr.post("pss-patient-view", ehr.body(1), token=token)

    again = ehr.post("pss-patient-view", ehr.body(1), token=token)

    assert (again.status_code, again.get_json()["code"]) == (401, "cds.token-replayed")


def test_call_while_the_callers_keys_cannot_be_had_says_so(ehr: Ehr) -> None:
    ehr.key_server.is_up = False

    assert ehr.call(1).status_code == 503


@pytest.mark.parametrize("path", ["", "/pss-patient-view", "/pss-patient-view/feedback"])
@pytest.mark.requirement(SPEC, "CORS")
def test_preflight_of_an_allowed_page_is_granted(path: str, ehr: Ehr) -> None:
    asked = {
        "Origin": PAGE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = ehr.app.test_client().options(f"/cds-services{path}", base_url=APP, headers=asked)

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "https://ehr.example.evil.example"])
def test_other_pages_are_granted_nothing(origin: str, ehr: Ehr) -> None:
    client = ehr.app.test_client()
    for answer in (
        client.options("/cds-services/pss-patient-view", base_url=APP, headers={"Origin": origin}),
        client.get("/cds-services", base_url=APP, headers={"Origin": origin}),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_page_of_the_ehr_reads_the_answer_from_its_own_site(ehr: Ehr) -> None:
    headers = {"Origin": PAGE, "Sec-Fetch-Site": "cross-site"}
    answer = ehr.post("pss-patient-view", ehr.body(3), token=ehr.token("pss-patient-view"), headers=headers)

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE


def test_other_routes_of_the_app_stay_closed_to_other_sites(ehr: Ehr) -> None:
    answer = ehr.app.test_client().post(
        "/l/x/note/", base_url=APP, headers={"Origin": PAGE, "Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code in {400, 403}
    assert "Access-Control-Allow-Origin" not in answer.headers


def feedback(card_id: str, **changes: Any) -> dict[str, Any]:
    """Feedback about one card that was overridden."""
    entry = {
        "card": card_id,
        "outcome": "overridden",
        "overrideReason": {
            "reason": {
                "code": "recorded-elsewhere",
                "system": "https://pss-fhir.org/fhir/cds-override-reason",
            },
            "userComment": "HTEST said that it is in the drawer",
        },
        "outcomeTimestamp": "2026-11-03T21:00:00Z",
        **changes,
    }
    return {"feedback": [entry]}


@pytest.mark.requirement(SPEC, "Feedback")
def test_feedback_is_kept_by_rule_and_reason_without_its_content(ehr: Ehr) -> None:
    (card,) = ehr.cards(4)
    address = "pss-patient-view/feedback"

    answer = ehr.post(address, feedback(card["uuid"]), token=ehr.token("pss-patient-view"))

    assert answer.status_code == 200
    kept = ehr.trail()[-1]
    assert (kept.action, kept.outcome) == ("cds-card-overridden", "pss-080 recorded-elsewhere")
    assert (kept.user_ref, kept.subject_ref, kept.iss) == (CALLER, None, ISS)


@pytest.mark.parametrize(
    ("changes", "action", "outcome"),
    [
        ({"outcome": "accepted", "overrideReason": None}, "cds-card-accepted", "pss-080"),
        ({"overrideReason": {"reason": {"code": "HTEST"}}}, "cds-card-overridden", "pss-080 other"),
        ({"card": str(UUID(int=7))}, "cds-card-overridden", "unknown-card recorded-elsewhere"),
    ],
)
def test_feedback_of_every_kind_is_kept(changes: dict[str, Any], action: str, outcome: str, ehr: Ehr) -> None:
    (card,) = ehr.cards(4)
    token = ehr.token("pss-patient-view/feedback")

    answer = ehr.post("pss-patient-view/feedback", feedback(card["uuid"], **changes), token=token)

    assert answer.status_code == 200
    assert (ehr.trail()[-1].action, ehr.trail()[-1].outcome) == (action, outcome)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"feedback": []},
        {"feedback": ["x"]},
        feedback("HTEST"),
        feedback(str(UUID(int=7)), outcome="HTEST"),
        {"feedback": feedback(str(UUID(int=7)))["feedback"] * 101},
    ],
)
def test_feedback_that_cannot_be_read_is_refused_whole(body: dict[str, Any], ehr: Ehr) -> None:
    answer = ehr.post("pss-patient-view/feedback", body, token=ehr.token("pss-patient-view"))

    assert (answer.status_code, answer.get_json()["code"]) == (400, "cds.body-unreadable")
    assert ehr.trail() == []


def test_feedback_without_a_right_token_is_refused(ehr: Ehr) -> None:
    answer = ehr.post("pss-patient-view/feedback", feedback(str(UUID(int=7))), token=None)

    assert answer.status_code == 401
    assert ehr.trail() == []


def test_call_is_kept_in_the_audit_trail(ehr: Ehr) -> None:
    ehr.cards(3)

    (kept,) = ehr.trail()
    assert (kept.user_ref, kept.subject_ref) == (USER, "Patient/client-3")
    assert (kept.action, kept.outcome) == ("cds-patient-view", "answered")


def test_logs_hold_nothing_of_the_person(ehr: Ehr, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ehr.call(4)
        ehr.call(4, prefetch=ehr.prefetch(2))
        ehr.call(4, context={"userId": "HTEST", "patientId": "HTEST"})
        ehr.post("pss-patient-view/feedback", feedback("HTEST"), token=ehr.token("pss-patient-view"))

    assert caplog.records
    for word in ("HTEST", "client-4", "Alex", "Casey"):
        assert word not in caplog.text


def test_cards_come_within_half_a_second(ehr: Ehr) -> None:
    """A year of visits comes along; the first call has fetched the caller's keys."""
    ehr.cards(1)
    prefetch = ehr.prefetch(1)
    visit = prefetch["encounter"]["entry"][0]["resource"]
    year = [{"resource": {**visit, "id": f"visit-of-the-year-{count}"}} for count in range(200)]
    prefetch["encounter"] = {"resourceType": "Bundle", "type": "searchset", "entry": year}
    body = ehr.body(1, prefetch=prefetch)
    took = []
    for _ in range(3):
        token = ehr.token("pss-patient-view")
        began = perf_counter()
        assert ehr.post("pss-patient-view", body, token=token).status_code == 200
        took.append(perf_counter() - began)

    assert min(took) < 0.5


def test_every_code_of_the_service_stands_in_its_documentation() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "cds-hooks.md").read_text(encoding="utf-8")
    codes = {code for code in code_book() if code.startswith("cds.")}

    assert set(re.findall(r"`(cds\.[a-z-]+)`", page)) == codes


def test_every_reason_of_the_cards_stands_in_its_documentation(ehr: Ehr) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "cds-hooks.md").read_text(encoding="utf-8")
    (card,) = ehr.cards(4)

    assert all(f"`{reason['code']}`" in page for reason in card["overrideReasons"])


def test_same_call_gives_the_same_ids_and_another_call_others(ehr: Ehr) -> None:
    once, again = ehr.cards(4), ehr.cards(4)
    other = ehr.cards(4, hookInstance=str(uuid4()))

    assert once == again
    assert once[0]["uuid"] != other[0]["uuid"]
