"""The browser's own cookies: a random id that open launches are bound to, the idle lock, ways back.

The signed cookie holds no person's data and no token: an id, the moment of the last sign of life,
and whether the app has locked. A lock drops the id, so that no page of before the lock opens again
without a new launch.

While a launch is at the EHR's sign-in page it is bound to a cookie of its own, its way back: two
charts that are opened at once in a fresh browser each get an id in answers that cross, and the one
that comes last stays.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import current_app, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

_ID = "browser"
_SEEN = "seen"
_LOCKED = "locked"
_WAY_BACK_SECONDS = 600
_REWRITE_AFTER_SECONDS = 15
"""The cookie is written anew only when the last sign of life is older than this."""


def browser_id() -> str | None:
    """The browser's id, None where it has none or sends no cookie."""
    known = session.get(_ID)
    return known if isinstance(known, str) else None


def make_browser_id(now: datetime) -> str:
    """The browser's id, made now if there is none; ends a lock."""
    known = browser_id() or secrets.token_urlsafe(32)
    session[_ID] = known
    session[_SEEN] = int(now.timestamp())
    session.pop(_LOCKED, None)
    generate_csrf()  # now, since two pages shown side by side would each begin one of their own
    return known


def new_way_back() -> str:
    """A secret for one launch."""
    return secrets.token_urlsafe(32)


def keep_way_back(answer: AnyResponse, handle: str, secret: str) -> None:
    """Let the browser keep a launch's secret for as long as a sign-in may take."""
    config = current_app.config
    answer.set_cookie(
        _way_back_name(handle),
        secret,
        max_age=_WAY_BACK_SECONDS,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite=config["SESSION_COOKIE_SAMESITE"],
        partitioned=config["SESSION_COOKIE_PARTITIONED"],
    )


def way_back(handle: str) -> str:
    """The secret that the browser kept for a launch, empty if it kept none."""
    return request.cookies.get(_way_back_name(handle), "")


def forget_way_back(answer: AnyResponse, handle: str) -> None:
    """Let the browser drop a launch's secret once the launch is open."""
    config = current_app.config
    answer.delete_cookie(
        _way_back_name(handle),
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite=config["SESSION_COOKIE_SAMESITE"],
        partitioned=config["SESSION_COOKIE_PARTITIONED"],
    )


def _way_back_name(handle: str) -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-{handle}"


def seconds_until_lock(now: datetime, idle_minutes: int) -> int:
    """Seconds without a sign of life that are left until the app locks; 0 or less: it is time."""
    seen = session.get(_SEEN)
    last = seen if isinstance(seen, int) else 0
    return idle_minutes * 60 - (int(now.timestamp()) - last)


def note_activity(now: datetime) -> None:
    """Take this moment as the person's last sign of life."""
    seen = session.get(_SEEN)
    moment = int(now.timestamp())
    if not isinstance(seen, int) or moment - seen >= _REWRITE_AFTER_SECONDS:
        session[_SEEN] = moment


def lock() -> None:
    """Drop the id: every page of this browser now needs a new launch."""
    session.clear()
    session[_LOCKED] = True


def is_locked() -> bool:
    """Whether the app locked itself, or was locked by hand, and nobody signed in since."""
    return browser_id() is None and session.get(_LOCKED) is True
