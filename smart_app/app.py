"""The app: its blueprints, and what happens before and after every request."""

from __future__ import annotations

import hashlib
import logging
import time
import traceback
from functools import cache
from pathlib import Path
from types import TracebackType

from flask import Flask, Response, abort, g, request
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from pss_fhir.workflows.services import Services
from smart_app import (
    after,
    browser,
    cds_hooks,
    chart,
    failures,
    health,
    launch,
    lock,
    note,
    opened,
    result,
    sign,
)
from smart_app.headers import protect
from smart_app.settings import AppSettings

log = logging.getLogger(__name__)

_BLUEPRINTS = (launch.bp, chart.bp, note.bp, sign.bp, result.bp, after.bp, lock.bp, health.bp, cds_hooks.bp)
_NO_SIGN_OF_LIFE = frozenset(
    {
        "static",
        "lock.left",
        "result.state",
        "chart.style",
        "health.healthz",
        "launch.jwks",
        "cds.discover",
        "cds.call",
        "cds.feedback",
    }
)
"""What a browser, or the page of an EHR in it, asks for by itself does not keep the app open."""
_SAVES_BEFORE_LOCKING = frozenset({"note.save", "note.autosave"})
"""What was typed before the lock is still saved when it arrives; then the app locks."""


class _App(Flask):
    """Flask, but a crash is logged by its class and its lines of code: its own text may hold values."""

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        """Log where an unexpected exception came from."""
        kind, _, trace = exc_info
        name = kind.__name__ if kind else "unknown"
        log.error("app.failure at %s: %s\n%s", request.endpoint, name, "".join(traceback.format_tb(trace)))


def create_app(services: Services, settings: AppSettings) -> Flask:
    """The app, ready to be served.

    Args:
        services: the parts that workflows combine.
        settings: secret and limits.
    """
    app = _App("smart_app", static_folder="static", template_folder="templates")
    is_https = services.agency.app_url.startswith("https:")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session, which has its own lock
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which the app's own policy forbids to send
        **_cookie_settings(is_https=is_https),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    opened.attach(app.extensions, services, settings)
    CSRFProtect(app).exempt(cds_hooks.bp)
    app.before_request(_refuse_other_sites)
    app.before_request(_mind_the_lock)
    app.after_request(_finish)
    app.url_defaults(_with_fingerprint)
    app.context_processor(
        lambda: {
            "agency": services.agency,
            "idle_warning_seconds": settings.idle_warning_seconds,
            "frame": None,
        }
    )
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    failures.register(app)
    return app


def _cookie_settings(*, is_https: bool) -> dict[str, object]:
    """The session cookie: fit for a frame of another site over https, plain on a development machine."""
    if not is_https:
        return {
            "SESSION_COOKIE_NAME": "pss",
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_HTTPONLY": True,
        }
    return {
        "SESSION_COOKIE_NAME": "__Host-pss",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "None",
        "SESSION_COOKIE_PARTITIONED": True,
        "SESSION_COOKIE_PATH": "/",
    }


def _refuse_other_sites() -> None:
    """A form that another site sends is refused before its token is looked at.

    The browser's own word stands in for the Referer and Origin that ``no-referrer`` takes away.
    """
    g.began = time.monotonic()
    if request.blueprint == cds_hooks.bp.name:
        return  # An EHR's page may call it: what counts there is the token, and no cookie is looked at.
    sent_by = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in {"GET", "HEAD", "OPTIONS"} and sent_by not in {"same-origin", "none"}:
        abort(403)


def _mind_the_lock() -> None:
    if browser.browser_id() is None:
        return
    here = opened.services()
    now = here.clock.now()
    if browser.seconds_until_lock(now, here.agency.idle_minutes) <= 0:
        if request.method == "POST" and request.endpoint in _SAVES_BEFORE_LOCKING:
            g.locks_after = True
        else:
            browser.lock()
    elif request.endpoint not in _NO_SIGN_OF_LIFE:
        browser.note_activity(now)


def _finish(response: Response) -> Response:
    if g.get("locks_after"):
        browser.lock()
    here = opened.services()
    protect(
        response,
        frame_ancestors=opened.frame_ancestors(),
        is_https=here.agency.app_url.startswith("https:"),
        is_static=request.endpoint == "static",
    )
    # The rule and not the path: a path holds the launch's handle, and a query may hold a code.
    took = (time.monotonic() - g.began) * 1000 if "began" in g else 0
    rule = request.url_rule.rule if request.url_rule else "-"
    log.info("%s %s %d %.0f ms", request.method, rule, response.status_code, took)
    return response


def _with_fingerprint(endpoint: str, values: dict[str, object]) -> None:
    """Static files carry a fingerprint in their address, so that browsers may keep them for good."""
    if endpoint == "static" and "filename" in values:
        values["v"] = _fingerprint(str(values["filename"]))


@cache
def _fingerprint(filename: str) -> str:
    file = Path(__file__).parent / "static" / filename
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "none"
