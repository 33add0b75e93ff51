"""The faults: what each one does to a request, and which requests it is made for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from pss_fhir.sandbox.faults.dropping import ConnectionDropped
from pss_fhir.sandbox.refusals import make_outcome
from pss_fhir.sandbox.rest.references import map_references
from pss_fhir.sandbox.search.table import resource_types

READS = ("GET", "HEAD")
WRITES = ("POST", "PUT", "PATCH", "DELETE")
_FHIR = r"^/fhir/"
_SEARCH = r"^/fhir/[A-Za-z]+(/_search)?$"
_TOKEN = r"/token$"  # noqa: S105 - a path


@dataclass(frozen=True, slots=True)
class Meeting:
    """A request that meets a fault.

    Attributes:
        run: lets the application answer, as it would without the fault.
        seconds: the length that was ordered.
        stalls: whether to keep the connection open before it ends.
        sleep: waits.
        fhir_base: the FHIR base URL.
    """

    run: Callable[[], Response]
    environ: dict[str, Any]
    seconds: float
    stalls: bool
    sleep: Callable[[float], None]
    fhir_base: str


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault and the requests it is made for."""

    act: Callable[[Meeting], Response]
    methods: tuple[str, ...]
    path: str
    about: str


def run_application(app: Any, environ: dict[str, Any]) -> Response:
    """The application's answer, read whole."""
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    return Response(b"".join(body), status=status, headers=headers)


def _refuse(status: int, issue_type: str, text: str, **headers: str) -> Response:
    return Response(
        orjson.dumps(make_outcome("error", issue_type, text)),
        status=status,
        content_type="application/fhir+json;charset=utf-8",
        headers=headers,
    )


def _timeout_after_commit(meeting: Meeting) -> Response:
    meeting.run()
    if meeting.stalls:
        meeting.sleep(meeting.seconds)
    raise ConnectionDropped


def _timeout_before_commit(meeting: Meeting) -> Response:
    if meeting.stalls:
        meeting.sleep(meeting.seconds)
    raise ConnectionDropped


def _version_conflict(meeting: Meeting) -> Response:  # noqa: ARG001 - one form for all faults
    return _refuse(412, "conflict", "The resource was changed by somebody else.")


def _rate_limited(meeting: Meeting) -> Response:
    answer = _refuse(429, "throttled", "Too many requests.")
    answer.headers["Retry-After"] = str(round(meeting.seconds))
    return answer


def _server_fault(meeting: Meeting) -> Response:  # noqa: ARG001 - one form for all faults
    return _refuse(500, "exception", "Something broke.")


def _server_fault_after_commit(meeting: Meeting) -> Response:
    meeting.run()
    return _refuse(500, "exception", "Something broke after the write.")


def _expired_token(meeting: Meeting) -> Response:  # noqa: ARG001 - one form for all faults
    answer = _refuse(401, "login", "The token has expired.")
    answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token", error_description="The token expired"'
    return answer


def _wrong_content_type(meeting: Meeting) -> Response:
    answer = meeting.run()
    answer.headers["Content-Type"] = "text/html; charset=utf-8"
    return answer


def _not_fhir(meeting: Meeting) -> Response:  # noqa: ARG001 - one form for all faults
    return Response("<html><body>Please sign in to the network.</body></html>", content_type="text/html")


def _slow(meeting: Meeting) -> Response:
    meeting.sleep(meeting.seconds)
    return meeting.run()


def _revoked_refresh(meeting: Meeting) -> Response:
    request_form = meeting.environ["sandbox.form"]
    if request_form.get("grant_type") != "refresh_token":
        return meeting.run()
    body = orjson.dumps({"error": "invalid_grant", "error_description": "The refresh token was taken back."})
    return Response(body, status=400, content_type="application/json", headers={"Cache-Control": "no-store"})


def _absolute_references(meeting: Meeting) -> Response:
    answer = meeting.run()
    if answer.mimetype != "application/fhir+json":
        return answer

    def absolute(text: str) -> str:
        is_relative = text.partition("/")[0] in resource_types()
        return f"{meeting.fhir_base}/{text}" if is_relative else text

    answer.set_data(orjson.dumps(map_references(orjson.loads(answer.get_data()), absolute)))
    return answer


def _lost_search(meeting: Meeting) -> Response:
    answer = meeting.run()
    bundle = orjson.loads(answer.get_data())
    if bundle.get("type") == "searchset":
        bundle.pop("entry", None)
        bundle["total"] = 0
        bundle["link"] = [link for link in bundle["link"] if link["relation"] == "self"]
        answer.set_data(orjson.dumps(bundle))
    return answer


KINDS = {
    "timeout-after-commit": FaultKind(
        _timeout_after_commit,
        WRITES,
        _FHIR,
        "stores what was sent, then ends the connection without an answer",
    ),
    "timeout-before-commit": FaultKind(
        _timeout_before_commit, WRITES, _FHIR, "stores nothing and ends the connection without an answer"
    ),
    "412": FaultKind(_version_conflict, WRITES, _FHIR, "refuses a write as a version conflict"),
    "429": FaultKind(_rate_limited, (*READS, *WRITES), _FHIR, "refuses with Retry-After"),
    "500": FaultKind(_server_fault, (*READS, *WRITES), _FHIR, "fails without doing anything"),
    "500-after-commit": FaultKind(
        _server_fault_after_commit, WRITES, _FHIR, "stores what was sent, then fails"
    ),
    "expired-token": FaultKind(
        _expired_token, (*READS, *WRITES), _FHIR, "answers 401 as if the token had expired"
    ),
    "wrong-content-type": FaultKind(
        _wrong_content_type, (*READS, *WRITES), _FHIR, "sends FHIR JSON and calls it text/html"
    ),
    "not-fhir": FaultKind(_not_fhir, (*READS, *WRITES), _FHIR, "sends a page of HTML with status 200"),
    "slow": FaultKind(_slow, (*READS, *WRITES), _FHIR, "waits before it answers"),
    "revoked-refresh": FaultKind(_revoked_refresh, ("POST",), _TOKEN, "refuses a refresh token"),
    "absolute-references": FaultKind(
        _absolute_references, (*READS, *WRITES), _FHIR, "writes every reference as a whole URL"
    ),
    "lost-search": FaultKind(
        _lost_search, ("GET", "POST"), _SEARCH, "finds nothing, as if the index lagged behind"
    ),
}
"""Every fault by its name."""
