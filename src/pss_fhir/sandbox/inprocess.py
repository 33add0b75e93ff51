"""A Transport onto a WSGI application in the same process: the wire without the sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.test import EnvironBuilder, run_wsgi_app

from pss_fhir.errors import Unreachable
from pss_fhir.sandbox.faults.dropping import ConnectionDropped
from pss_fhir.wire import Request, Response, same_origin, shown_url

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class InProcessTransport:
    """Carries requests to a WSGI application that stands at ``origin``.

    A request to any other origin, and a connection that the application drops, end as Unreachable,
    as they would on a socket.
    """

    def __init__(self, app: WSGIApplication, origin: str) -> None:
        self._app = app
        self._origin = origin

    def send(self, request: Request) -> Response:
        """The application's answer.

        Raises:
            Unreachable: the origin is another one, or the application gave no answer.
        """
        if not same_origin(request.url, self._origin):
            raise Unreachable("nothing listens at this origin", where=shown_url(request.url))
        parts = urlsplit(request.url)
        builder = EnvironBuilder(
            method=request.method,
            base_url=f"{parts.scheme}://{parts.netloc}",
            path=parts.path or "/",
            query_string=parts.query,
            headers=list(request.headers.items()),
            data=request.body,
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
        try:
            chunks, status, headers = run_wsgi_app(self._app, builder.get_environ(), buffered=True)
            body = b"".join(chunks)
        except ConnectionDropped as dropped:
            raise Unreachable(
                "the connection ended without an answer", where=shown_url(request.url)
            ) from dropped
        return Response(
            status=int(status.split(" ", 1)[0]),
            headers={name.lower(): value for name, value in headers.items()},
            body=body,
            url=request.url,
        )
