"""Every failure has a page that says what happened, a code for the administrator, and nothing personal."""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path

import pytest
from flask import abort

from pss_fhir import errors
from pss_fhir.issues import code_book
from smart_app import refusals
from smart_app.present.failures import code_and_title, words_for
from tests.app.conftest import Clinic, Visitor

ROOT = Path(__file__).resolve().parents[2]
SENTINEL = "Zaphod-HTEST"


def classes_under(kind: type[errors.PssFhirError]) -> set[str]:
    """Names of a class and of all below it."""
    return {kind.__name__}.union(*(classes_under(below) for below in kind.__subclasses__()))


def raised_by(clinic: Clinic, failure: Exception) -> Visitor:
    """A visitor of an app one of whose pages fails."""

    def fail() -> None:
        raise failure

    clinic.app.add_url_rule("/fails", view_func=fail)
    return clinic.visitor()


@pytest.mark.parametrize(
    "failure",
    [
        errors.IssuerNotAllowed("x"),
        errors.DiscoveryError("x"),
        errors.TokenRefused("x"),
        errors.IdTokenInvalid("x"),
        errors.ScopeMissing("x"),
        errors.SignInNeeded("x"),
        errors.Unreachable("x"),
        errors.NotFhir("x"),
        errors.Forbidden("x", status=403),
        errors.Gone("x", status=410),
        errors.RateLimited("x", status=429),
        errors.ServerFault("x", status=503),
        errors.StoreError("x"),
        errors.StaleRecord("x"),
        errors.MappingError("x"),
        errors.PssFhirError("x"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_failure_has_a_page_with_words_code_and_way_out(clinic: Clinic, failure: errors.PssFhirError) -> None:
    page = raised_by(clinic, failure).get("/fails")
    words = words_for(failure)

    assert page.status_code == words.status
    assert words.title.replace("'", "&#39;") in page.text
    assert f"<code>{failure.code}</code>" in page.text
    assert 'class="button primary"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_failure_where_a_script_asked_is_told_in_json(clinic: Clinic) -> None:
    visitor = raised_by(clinic, errors.StoreError("x"))

    answer = visitor.get("/fails", headers={"Accept": "application/json"})

    assert answer.status_code == 503
    assert answer.get_json()["words"].startswith("Not saved: ")


def test_crash_shows_and_logs_no_value(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    page = raised_by(clinic, ValueError(SENTINEL)).get("/fails")

    assert page.status_code == 500
    assert "app.failure" in page.text
    assert SENTINEL not in page.text
    assert SENTINEL not in caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500])
def test_http_failure_has_a_page_of_its_own(clinic: Clinic, status: int) -> None:
    clinic.app.add_url_rule("/fails", view_func=lambda: abort(status))

    page = clinic.visitor().get("/fails")

    assert page.status_code == status
    assert code_and_title(status)[0] in page.text


def test_page_used_in_the_wrong_way_says_so(jo: Visitor) -> None:
    assert "app.method-not-allowed" in jo.get(f"/l/{jo.lid}/note/").text


def test_page_of_a_failure_with_markup_in_it_shows_it_as_text(clinic: Clinic) -> None:
    failure = errors.RemoteError("<script>x</script>", where="https://ehr.example/fhir")

    page = raised_by(clinic, failure).get("/fails")

    assert "<script>x" not in page.text
    assert "https://ehr.example/fhir: &lt;script&gt;x" in page.text


def test_every_class_or_code_with_words_exists() -> None:
    """A renamed exception or a retired code must not leave its words behind."""
    words = tomllib.loads((ROOT / "smart_app/present/failures.toml").read_text(encoding="utf-8"))

    assert set(words) <= classes_under(errors.PssFhirError) | set(code_book())


def test_every_code_of_the_app_says_what_to_do() -> None:
    own = [entry for code, entry in code_book().items() if code.startswith("app.")]

    assert len(own) > 15
    assert all(entry.fix and entry.long and entry.message for entry in own)


def test_refusals_of_the_app_know_their_codes() -> None:
    for refusal in (refusals.Locked, refusals.WrongChart, refusals.CookieRefused):
        assert refusal("x").code in code_book()
