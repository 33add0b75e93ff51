"""The sandbox on a loopback port, served by waitress."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

from waitress.server import create_server

from pss_fhir.errors import UsageError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_HOST = "127.0.0.1"
_THREADS = 12


class LoopbackServer:
    """Serves one WSGI application on 127.0.0.1 from a thread of its own."""

    def __init__(self, app: WSGIApplication, port: int) -> None:
        listening = _listen(port)
        self._port: int = listening.getsockname()[1]
        self._server = create_server(
            app, sockets=[listening], threads=_THREADS, ident=None, clear_untrusted_proxy_headers=True
        )
        self._thread = threading.Thread(target=self._server.run, name="pss-fhir sandbox", daemon=True)
        self._pulling = threading.Lock()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://{_HOST}:{self._port}"

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def join(self) -> None:
        """Come back when it has ended."""
        self._thread.join()

    def stop(self) -> None:
        """End: close the port and every connection."""
        with self._pulling:
            self._server.trigger.pull_trigger(self._close)
        self._thread.join(timeout=10)

    def _close(self) -> None:
        # A request that ends just now wakes the loop too: the trigger must not be closed, and its numbers
        # given to another file, while the thread that asked for the end has still to write to it.
        with self._pulling:
            pass
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.close()
        self._server.task_dispatcher.shutdown(timeout=1)


def _listen(port: int) -> socket.socket:
    """A socket bound to a loopback port; waitress would leave it open if that failed."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((_HOST, port))
    except OSError as refused:
        made.close()
        raise UsageError(f"port {port} cannot be used", code="sandbox.port-taken", where=_HOST) from refused
    return made
