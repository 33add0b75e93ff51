"""The way in: hops, cookies, issuers, and what happens when any of it goes wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from werkzeug.test import Client

from tests.app.conftest import APP, Clinic, Visitor


def begun(clinic: Clinic, visitor: Visitor) -> str:
    """The EHR's answer to a launch: the address that leads back to the app."""
    iss, launch = clinic.ehr.new_launch("Patient/client-1", "Practitioner/specialist-1")
    first = visitor.get(f"/launch?{urlencode({'iss': iss, 'launch': launch})}")
    to_ehr = visitor.get(first.headers["Location"])
    back = Client(clinic.ehr).get(to_ehr.headers["Location"])
    return back.headers["Location"].removeprefix(APP)


def test_launch_from_the_ehr_opens_the_persons_chart(jo: Visitor) -> None:
    page = jo.get(f"/l/{jo.lid}/")

    assert page.status_code == 200
    assert "Peer support with Riley" in page.text


def test_launch_leaves_no_code_in_the_address(clinic: Clinic) -> None:
    visitor = clinic.visitor()

    arrived = visitor.get(begun(clinic, visitor))

    assert urlsplit(arrived.headers["Location"]).query == ""


def test_launch_without_a_kept_cookie_ends_with_one_way_out_and_no_loop(clinic: Clinic) -> None:
    iss, launch = clinic.ehr.new_launch("Patient/client-1", "Practitioner/specialist-1")
    query = urlencode({"iss": iss, "launch": launch})
    without_cookies = clinic.app.test_client(use_cookies=False)

    hop = without_cookies.get(f"/launch?{query}", base_url=APP)
    page = without_cookies.get(hop.headers["Location"], base_url=APP)

    assert page.status_code == 400
    assert "app.cookie-refused" in page.text
    assert page.text.count('target="_blank"') == 1
    assert f"/launch?{query}".replace("&", "&amp;") in page.text


@pytest.mark.parametrize("path", ["/launch", "/launch?iss=https://ehr.example/fhir", "/launch?launch=x"])
def test_launch_without_its_parameters_says_which_one(clinic: Clinic, path: str) -> None:
    page = clinic.visitor().get(path)

    assert page.status_code == 403
    assert "app.launch-incomplete" in page.text


def test_launch_from_an_unknown_issuer_is_refused_before_anything_is_sent(clinic: Clinic) -> None:
    visitor = clinic.visitor()
    visitor.get("/launch/standalone?iss=https://evil.example/fhir")

    page = visitor.get("/launch/standalone/go?iss=https://evil.example/fhir")

    assert page.status_code == 403
    assert "smart.issuer-not-allowed" in page.text


def test_callback_in_another_browser_opens_nothing(clinic: Clinic) -> None:
    address = begun(clinic, clinic.visitor())
    thief = clinic.visitor()
    thief.get("/launch/standalone?iss=" + clinic.ehr.fhir_base)

    page = thief.get(address)

    assert page.status_code == 400
    assert "smart.state-mismatch" in page.text


def test_callback_a_second_time_opens_nothing(clinic: Clinic) -> None:
    visitor = clinic.visitor()
    address = begun(clinic, visitor)
    visitor.get(address)

    assert visitor.get(address).status_code == 400


def test_callback_with_a_refusal_says_so(clinic: Clinic) -> None:
    visitor = clinic.visitor()
    answer = {name: values[0] for name, values in parse_qs(urlsplit(begun(clinic, visitor)).query).items()}
    del answer["code"]

    page = visitor.get(f"/callback?{urlencode({**answer, 'error': 'access_denied'})}")

    assert page.status_code == 403
    assert "The EHR did not let you in" in page.text


def test_standalone_launch_offers_every_site(clinic: Clinic) -> None:
    page = clinic.visitor().get("/launch/standalone")

    assert "HTEST EHR" in page.text
    assert f"?iss={clinic.ehr.fhir_base}" in page.text


def test_jwks_of_an_agency_without_keys_is_empty(clinic: Clinic) -> None:
    answer = clinic.visitor().get("/jwks")

    assert answer.get_json() == {"keys": []}


@pytest.mark.parametrize(
    ("banner", "is_shown"), [({"need_patient_banner": False}, False), ({"need_patient_banner": None}, True)]
)
def test_banner_is_left_out_only_where_the_ehr_says_that_it_has_its_own(
    clinic: Clinic, banner: dict[str, Any], is_shown: bool
) -> None:
    visitor = clinic.visitor()
    visitor.launch(**banner)

    page = visitor.get(f"/l/{visitor.lid}/").text

    assert ('class="person"' in page) is is_shown


def test_style_of_the_ehr_is_served_as_a_stylesheet_of_the_launch(jo: Visitor) -> None:
    page = jo.get(f"/l/{jo.lid}/").text
    sheet = jo.get(f"/l/{jo.lid}/style.css")

    assert f'href="/l/{jo.lid}/style.css"' in page
    assert sheet.mimetype == "text/css"
    assert "--ink: " in sheet.text
