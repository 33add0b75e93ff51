"""The way in: from the EHR or from the app's own front door, and back from the sign-in page."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pss_fhir.errors import IssuerNotAllowed
from pss_fhir.issues import message_for
from pss_fhir.workflows.launch import begin_launch, finish_launch, handle_of
from pss_fhir.workflows.published_keys import published_keys
from smart_app import browser
from smart_app.opened import services
from smart_app.refusals import CookieRefused

bp = Blueprint("launch", __name__)


@bp.get("/")
def front() -> Response:
    """The front door leads to the standalone launch."""
    return redirect(url_for("launch.standalone"), 303)


@bp.get("/launch")
def ehr() -> Response:
    """An EHR launch: set the cookie, then see on the next hop whether the browser keeps it."""
    return _with_cookie("launch.ehr_go", iss=_needed("iss"), launch=_needed("launch"))


@bp.get("/launch/go")
def ehr_go() -> Response:
    """The second hop of an EHR launch: to the EHR's sign-in."""
    return _to_sign_in(_needed("iss"), _needed("launch"))


@bp.get("/launch/standalone")
def standalone() -> Response | str:
    """A launch that begins here: choose an EHR where the agency has several."""
    iss = request.args.get("iss")
    if iss is None:
        return render_template("launch/choose.html")
    return _with_cookie("launch.standalone_go", iss=iss)


@bp.get("/launch/standalone/go")
def standalone_go() -> Response:
    """The second hop of a standalone launch."""
    return _to_sign_in(_needed("iss"), None)


@bp.get("/callback")
def callback() -> Response:
    """Back from the sign-in page; the code leaves the address bar with the next hop."""
    known, handle = _kept_cookie(), handle_of(request.args.get("state", ""))
    way_back = browser.way_back(handle)
    lid = finish_launch(services(), params=request.args.to_dict(), way_back=way_back, browser=known)
    browser.note_activity(services().clock.now())
    answer = redirect(url_for("chart.show", lid=lid), 303)
    browser.forget_way_back(answer, handle)
    return answer


@bp.get("/jwks")
def jwks() -> dict[str, object]:
    """The app's public keys, for EHRs that check its signed assertions."""
    return published_keys(services())


def _to_sign_in(iss: str, launch: str | None) -> Response:
    _kept_cookie()
    secret = browser.new_way_back()
    begun = begin_launch(services(), iss=iss, launch=launch, way_back=secret)
    answer = redirect(begun.url, 303)
    browser.keep_way_back(answer, begun.handle, secret)
    return answer


def _with_cookie(endpoint: str, **parameters: str) -> Response:
    browser.make_browser_id(services().clock.now())
    return redirect(f"{url_for(endpoint)}?{urlencode(parameters)}", 303)


def _kept_cookie() -> str:
    known = browser.browser_id()
    if known is None:
        raise CookieRefused(message_for("app.cookie-refused"))
    return known


def _needed(name: str) -> str:
    value = request.args.get(name, "")
    if not value:
        code = "app.launch-incomplete"
        raise IssuerNotAllowed(message_for(code, parameter=name), code=code)
    return value
