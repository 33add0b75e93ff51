"""The layer between the socket and the application in which faults happen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from pss_fhir.errors import UsageError
from pss_fhir.sandbox.faults.kinds import KINDS, Meeting, run_application
from pss_fhir.sandbox.faults.orders import FaultBook, FaultOrder

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

FAULT_HEADER = "HTTP_X_SANDBOX_FAULT"
"""``X-Sandbox-Fault: name`` on a request orders a fault for it alone."""


class FaultLayer:
    """A WSGI application around another one; without an order it is not there."""

    def __init__(
        self,
        app: WSGIApplication,
        book: FaultBook,
        *,
        fhir_base: Callable[[], str],
        sleep: Callable[[float], None],
    ) -> None:
        self._app = app
        self._book = book
        self._fhir_base = fhir_base
        self._sleep = sleep

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        order = self._order_for(environ)
        if order is None:
            return self._app(environ, start_response)
        _read_form(environ)
        meeting = Meeting(
            run=lambda: run_application(self._app, environ),
            environ=environ,
            seconds=order.seconds,
            stalls=order.stalls,
            sleep=self._sleep,
            fhir_base=self._fhir_base(),
        )
        return KINDS[order.name].act(meeting)(environ, start_response)

    def _order_for(self, environ: dict[str, Any]) -> FaultOrder | None:
        if FAULT_HEADER in environ:
            try:
                return FaultOrder(environ[FAULT_HEADER])
            except UsageError:
                return None
        return self._book.take(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))


def _read_form(environ: dict[str, Any]) -> None:
    """Put the form that was sent where a fault can see it, and the body back for the application."""
    length = environ.get("CONTENT_LENGTH") or "0"
    body = environ["wsgi.input"].read(int(length)) if length.isdecimal() else b""
    environ["wsgi.input"] = BytesIO(body)
    is_form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    environ["sandbox.form"] = dict(parse_qsl(body.decode("utf-8", "replace"))) if is_form else {}
