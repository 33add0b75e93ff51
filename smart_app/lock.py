"""The idle lock: how long is left, a sign of life, locking by hand, and the page that stands before it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from smart_app import browser
from smart_app.opened import services

bp = Blueprint("lock", __name__)


@bp.get("/lock/left")
def left() -> dict[str, int]:
    """Seconds until the lock; asking is no sign of life."""
    return {"seconds": _seconds_left()}


@bp.post("/lock/stay")
def stay() -> dict[str, int]:
    """A sign of life."""
    return {"seconds": _seconds_left()}


@bp.post("/lock")
def now() -> Response:
    """Lock by hand."""
    browser.lock()
    return redirect(url_for("lock.show"), 303)


@bp.get("/lock")
def show() -> str:
    """The page that stands before a locked app; shows nothing of anybody."""
    return render_template("errors/locked.html", page={"saved_words": None})


def _seconds_left() -> int:
    if browser.browser_id() is None:
        return 0
    here = services()
    return max(0, browser.seconds_until_lock(here.clock.now(), here.agency.idle_minutes))
