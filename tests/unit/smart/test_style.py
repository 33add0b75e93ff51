from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.errors import Unreachable
from pss_fhir.smart import css_variables, fetch_style
from pss_fhir.smart.colors import contrast_ratio
from pss_fhir.smart.sites import same_site
from tests.wire.scripted import ScriptedTransport, answer

ISS = "https://fhir.ehr.example/r4"
URL = "https://fhir.ehr.example/style/v1.json"
EXAMPLE = {
    "color_background": "#edeae3",
    "color_error": "#9e2d2d",
    "color_highlight": "#69b5ce",
    "color_modal_backdrop": "",
    "color_success": "#498e49",
    "color_text": "#303030",
    "dim_border_radius": "6px",
    "dim_font_size": "13px",
    "dim_spacing_size": "20px",
    "font_family_body": "Georgia, Times, 'Times New Roman', serif",
    "font_family_heading": "'HelveticaNeue-Light', Helvetica, Arial, 'Lucida Grande', sans-serif;",
}
"""The example of SMART App Launch 2.2.0, "SMART App Styling"."""


@pytest.mark.requirement("SMART App Launch 2.2.0", "smart_style_url")
def test_css_variables_of_the_specifications_example() -> None:
    assert css_variables(EXAMPLE) == {
        "--ehr-color-background": "#edeae3",
        "--ehr-color-error": "#9e2d2d",
        "--ehr-color-text": "#303030",
        "--ehr-dim-border-radius": "6px",
        "--ehr-dim-font-size": "13px",
        "--ehr-dim-spacing-size": "20px",
        "--ehr-font-family-body": "Georgia, Times, 'Times New Roman', serif",
        "--ehr-font-family-heading": "'HelveticaNeue-Light', Helvetica, Arial, 'Lucida Grande', sans-serif",
    }, "success and highlight of the example cannot be read on its background"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color_text", "red;} body{display:none"),
        ("color_text", "url(https://evil.example/x)"),
        ("color_text", "#12345"),
        ("color_text", "#11111180"),
        ("color_text", "expression(1)"),
        ("color_text", "#000\n}"),
        ("color_text", 3),
        ("color_text", ["#000"]),
        ("dim_font_size", "2px"),
        ("dim_font_size", "99px"),
        ("dim_font_size", "1em"),
        ("dim_spacing_size", "100px"),
        ("dim_border_radius", "calc(1px)"),
        ("font_family_body", "x; background: url(y)"),
        ("font_family_body", "'x\\'"),
        ("font_family_body", "a" * 60),
        ("font_family_body", "</style><script>"),
        ("font_family_body", ",".join(["a"] * 11)),
        ("color_brand", "#000000"),
        ("--evil", "#000000"),
    ],
)
def test_css_variables_leaves_out_what_is_not_plain(name: str, value: Any) -> None:
    assert css_variables({name: value}) == {}


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ({"color_text": "#777777", "color_background": "#808080"}, set()),
        ({"color_text": "#eeeeee"}, set()),
        ({"color_background": "#000000"}, set()),
        ({"color_text": "#ffffff", "color_background": "#000"}, {"color-text", "color-background"}),
        ({"color_error": "#ff9999"}, set()),
        ({"color_error": "#b50909"}, {"color-error"}),
        ({"color_highlight": "#888888"}, {"color-highlight"}),
        ({"color_highlight": "#cccccc"}, set()),
        ({"color_success": "#888888"}, set()),
    ],
)
@pytest.mark.requirement("WCAG 2.2", "1.4.3, 1.4.11")
def test_css_variables_leaves_out_what_cannot_be_read(style: dict[str, str], kept: set[str]) -> None:
    assert {name.removeprefix("--ehr-") for name in css_variables(style)} == kept


def test_contrast_ratio_of_known_pairs() -> None:
    assert contrast_ratio("#000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#fff", "#ffffff") == pytest.approx(1)
    assert contrast_ratio("#767676", "#fff") == pytest.approx(4.54, abs=0.01)
    with pytest.raises(ValueError, match="color"):
        contrast_ratio("red", "#fff")


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://assets.ehr.example/style.json",
        "https://ehr.example/style.json",
        "https://fhir.ehr.example:443/style.json",
    ],
)
def test_fetch_style_from_the_ehrs_own_site(url: str) -> None:
    transport = ScriptedTransport([answer({"color_text": "#303030"}, content_type="application/json")])
    assert fetch_style(url, ISS, transport) == {"--ehr-color-text": "#303030"}
    (request,) = transport.requests
    assert request.url == url
    assert "authorization" not in {name.lower() for name in request.headers}
    assert sum(request.timeout_seconds) <= 5


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://fhir.ehr.example/style.json",
        "https://evil.example/style.json",
        "https://fhir.ehr.example.evil.test/style.json",
        "https://fhir.ehr.example@evil.test/x",
        "https://user:pw@fhir.ehr.example/x",
        "https://fhir.ehr.example:8443/x",
        "http://127.0.0.1/x",
        "http://localhost:8080/admin",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://[",
        "https://fhir.ehr.example:port/x",
        "file:///etc/passwd",
        "https://fhir.ehr.example/a b",
        "/style.json",
    ],
)
def test_fetch_style_from_anywhere_else_is_not_asked(url: str | None) -> None:
    transport = ScriptedTransport([])
    assert fetch_style(url, ISS, transport) == {}
    assert transport.requests == []


def test_fetch_style_from_an_origin_that_the_agency_allows() -> None:
    transport = ScriptedTransport([answer({"color_text": "#303030"})])
    found = fetch_style("https://cdn.test/s.json", ISS, transport, allowed_origins=["https://cdn.test"])
    assert found == {"--ehr-color-text": "#303030"}


def test_fetch_style_within_this_machine_when_the_ehr_is_there_too() -> None:
    transport = ScriptedTransport([answer({"color_text": "#303030"})])
    assert fetch_style("http://127.0.0.1:9/s.json", "http://localhost:8/fhir", transport)


@pytest.mark.parametrize(
    "said",
    [
        answer(None, 404),
        answer(None, 302, headers={"Location": "http://127.0.0.1/"}),
        answer(b"<html>"),
        answer([1]),
        answer({**EXAMPLE, "x": "y" * 16_384}),
        Unreachable("x"),
    ],
)
def test_fetch_style_when_it_is_not_to_be_had_then_none(said: Any) -> None:
    assert fetch_style(URL, ISS, ScriptedTransport([said])) == {}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("fhir.ehr.example", "fhir.ehr.example", True),
        ("fhir.ehr.example", "FHIR.EHR.example.", True),
        ("fhir.ehr.com", "style.ehr.com", True),
        ("ehr.com", "style.ehr.com", True),
        ("ehr.com", "evil.com", False),
        ("ehr.co.uk", "evil.co.uk", False),
        ("a.ehr.co.uk", "b.ehr.co.uk", True),
        ("one.azurewebsites.net", "two.azurewebsites.net", False),
        ("one.azurewebsites.net", "one.azurewebsites.net", True),
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "11.0.0.1", False),
        ("localhost", "evil", False),
        ("com", "com", True),
        ("", "", False),
    ],
)
def test_same_site_errs_on_the_narrow_side(one: str, other: str, is_same: bool) -> None:
    assert same_site(one, other) is is_same
