"""The browser's own session: a random id that launches are bound to, and the idle lock.

The signed cookie holds no person's data and no token: an id, the moment of the last sign of life,
and whether the app has locked. A lock drops the id, so that no page of before the lock opens again
without a new launch.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import session

_ID = "browser"
_SEEN = "seen"
_LOCKED = "locked"
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
    return known


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
