"""What every answer tells the browser, over https and on a development machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smart_app.app import create_app
from smart_app.settings import AppSettings
from tests.app.conftest import APP, SECRET, Clinic, Visitor, hidden_fields, whole_note

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "smart_app/templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "smart_app/static").glob("*.js"))
KEEPS_OR_OPENS = ("localStorage", "sessionStorage", "indexedDB", "caches", "document.cookie", "window.open")
ASKS_OR_RUNS_TEXT = ("alert(", "confirm(", "innerHTML", "eval(")


def test_cookie_over_https_fits_a_frame_of_another_site(clinic: Clinic) -> None:
    answer = clinic.visitor().get(f"/launch/standalone?iss={clinic.ehr.fhir_base}")

    cookie = answer.headers["Set-Cookie"]

    assert cookie.startswith("__Host-pss=")
    for part in ("Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_cookie_on_a_development_machine_works_without_https(clinic: Clinic) -> None:
    here = clinic.services.agency.model_copy(update={"app_url": "http://127.0.0.1:8080"})
    services = clinic.services.__class__(
        **{
            name: getattr(clinic.services, name)
            for name in ("store", "transport", "clock", "policies", "outbox", "validator", "profiles")
        },
        agency=here,
    )
    client = create_app(services, AppSettings(secret_key=SECRET)).test_client()

    answer = client.get(f"/launch/standalone?iss={clinic.ehr.fhir_base}")

    assert "pss=" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in answer.headers


def test_cookie_holds_no_token_and_no_name(jo: Visitor) -> None:
    """The cookie is signed, not sealed: whoever has the machine can read it."""
    jo.get(f"/l/{jo.lid}/")
    cookie = jo.browser.get_cookie("__Host-pss", domain="app.example")
    assert cookie is not None

    with jo.browser.session_transaction(base_url=APP) as session:
        assert set(session) == {"browser", "seen", "csrf_token"}


@pytest.mark.parametrize("path", ["/launch/standalone", "/lock", "/healthz", "/nowhere", "/launch"])
def test_every_page_carries_the_headers(clinic: Clinic, path: str) -> None:
    headers = clinic.visitor().get(path).headers

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "camera=()" in headers["Permissions-Policy"]
    assert "X-Frame-Options" not in headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self' https://ehr.example" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


def test_static_files_may_be_kept_because_their_address_changes_with_them(clinic: Clinic) -> None:
    page = clinic.visitor().get("/launch/standalone").text
    addresses = re.findall(r'"(/static/[^"]+)"', page)

    assert len(addresses) >= 3
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        with clinic.visitor().get(address) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]


def test_stylesheet_and_scripts_stay_small() -> None:
    """A first page on a slow phone: 25 kB of style and 15 kB of script are the limit."""
    files = ROOT / "smart_app/static"

    assert (files / "app.css").stat().st_size < 25_000
    assert sum(file.stat().st_size for file in files.glob("*.js")) < 15_000


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_templates_hold_no_inline_script_style_or_foreign_address(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\s(style|on[a-z]+)=", text)
    assert not re.search(r"https?://", text)
    assert "|safe" not in text


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_scripts_keep_nothing_in_the_browser_and_open_nothing(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    for forbidden in (*KEEPS_OR_OPENS, *ASKS_OR_RUNS_TEXT):
        assert forbidden not in text


def test_body_that_is_too_large_is_refused_with_words(jo: Visitor) -> None:
    address, own = jo.begin_note()

    page = jo.post(address, {**own, **whole_note(purpose="x" * 3_000_000)})

    assert page.status_code == 413
    assert "app.too-large" in page.text


def test_log_holds_no_address_and_no_query(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    visitor = clinic.visitor()
    visitor.launch()
    address, own = visitor.begin_note()
    visitor.post(address, {**own, **whole_note(purpose="SENTINEL")})

    assert "/l/<lid>/note/<draft_id> 303" in caplog.text
    draft, token = address.rsplit("/", 1)[1], own["csrf_token"]
    for secret in (visitor.lid, draft, token, "code=", "state=", "SENTINEL", "Riley"):
        assert secret not in caplog.text


def test_titles_name_nobody(jo: Visitor) -> None:
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note()})

    for path in (f"/l/{jo.lid}/", address, f"{address}/review", f"{address}/discard"):
        title = re.search(r"<title>(.*)</title>", jo.get(path).text)
        assert title
        assert "Riley" not in title[1]
        assert "HTEST" not in title[1]


def test_hidden_fields_of_a_page_without_a_form_are_none() -> None:
    """The check itself can fail."""
    assert hidden_fields("<p>no form</p>") == {}
