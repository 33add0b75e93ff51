"""Every refusal and failure as a page that says what happened, in plain words, and nothing personal."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from pss_fhir.errors import AuthRequired, PssFhirError, SignInNeeded
from pss_fhir.issues import code_book
from smart_app.opened import services
from smart_app.present.failures import code_and_title, words_for
from smart_app.present.words import clock_words, day_words
from smart_app.refusals import CookieRefused, Locked

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WayOut:
    """A link that leads on from a failure."""

    words: str
    href: str
    is_own_window: bool = False


@dataclass(frozen=True, slots=True)
class FailurePage:
    """What the page of a failure shows; ``detail`` names ids, paths and addresses only."""

    title: str
    lines: tuple[str, ...]
    code: str
    when: str
    detail: str | None
    fix: str | None
    links: tuple[WayOut, ...]


def register(app: Flask) -> None:
    """Answer each kind of failure with its page, or with its words where a script asked."""
    app.register_error_handler(PssFhirError, _known)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)


def _known(failure: PssFhirError) -> ResponseReturnValue:
    if isinstance(failure, Locked):
        if _wants_json():
            words = "Not saved: the app has locked. Open it again from the EHR."
            return {"words": words, "is_final": True}, 403
        return render_template("errors/locked.html", page={"saved_words": None}), 403
    told = words_for(failure)
    log.warning("%s at %s", failure.code, request.endpoint)
    detail = f"{failure.where}: {failure.message}" if failure.where else failure.message
    return _answer(told.status, failure.code, told.title, told.lines, detail, _ways_out(failure))


def _expired(_: CSRFError) -> ResponseReturnValue:
    log.warning("app.form-expired at %s", request.endpoint)
    lines = (code_book()["app.form-expired"].message,)
    return _answer(400, "app.form-expired", "This page is too old", lines, None, _back_to_chart())


def _http(failure: HTTPException) -> ResponseReturnValue:
    status = failure.code or 500
    if status < 400:
        return failure.get_response()
    code, title = code_and_title(status)
    return _answer(status, code, title, (code_book()[code].message,), None, _back_to_chart())


def _answer(
    status: int, code: str, title: str, lines: tuple[str, ...], detail: str | None, links: tuple[WayOut, ...]
) -> ResponseReturnValue:
    if _wants_json():
        return {
            "words": f"Not saved: {title[0].lower()}{title[1:]}. [{code}]",
            "is_final": status in {403, 404, 409},
        }, status
    entry = code_book().get(code)
    now = services().clock.now()
    page = FailurePage(
        title=title,
        lines=lines,
        code=code,
        when=f"{day_words(now.date())}, {clock_words(now)}",
        detail=detail if detail not in lines else None,
        fix=entry.fix if entry else None,
        links=links,
    )
    return render_template("errors/error.html", page=page), status


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _ways_out(failure: PssFhirError) -> tuple[WayOut, ...]:
    if isinstance(failure, CookieRefused):
        # The only link of the app that opens a window: without a cookie nothing works in this one.
        # It begins the launch anew, as the first thing in the new window.
        begun = {name: request.args[name] for name in ("iss", "launch") if name in request.args}
        endpoint = "launch.ehr" if "launch" in begun else "launch.standalone"
        href = f"{url_for(endpoint)}?{urlencode(begun)}"
        return (WayOut("Open in its own window", href, is_own_window=True),)
    if isinstance(failure, SignInNeeded | AuthRequired):
        return (WayOut("Sign in again", url_for("launch.standalone")), *_back_to_chart())
    return _back_to_chart()


def _back_to_chart() -> tuple[WayOut, ...]:
    lid = (request.view_args or {}).get("lid")
    if lid is None:
        return (WayOut("To the front door", url_for("launch.standalone")),)
    return (WayOut("Back to the chart", url_for("chart.show", lid=lid)),)
