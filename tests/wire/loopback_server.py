"""A real HTTP server on this machine that answers as badly as a test asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behavior = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class LoopbackServer:
    """What the server does with each request, and what it was asked."""

    base_url: str
    behavior: Behavior
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serve(behavior: Behavior) -> Iterator[LoopbackServer]:
    """The server, running until the block ends; ``stopped`` wakes a behavior that is waiting."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            lab.seen.append((self.command, self.path, dict(self.headers), body))
            try:
                lab.behavior(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - the names http.server looks for

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    lab = LoopbackServer(f"http://127.0.0.1:{server.server_port}/fhir", behavior)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield lab
    finally:
        lab.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, **headers: str | int) -> None:
    """A whole answer; header names are written with underscores."""
    handler.send_response(status)
    named = {"Content-Type": "application/fhir+json", "Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): str(value) for name, value in headers.items()}
    for name, value in named.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
