"""The visitor of the demo reads forms as a browser would send them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest

from pss_fhir.cli.visitor import Visitor
from pss_fhir.errors import RemoteError, Unreachable

PAGE = """<!doctype html><title>t</title><main><h1>The <em>note</em></h1>
<form action="/send" method="post"><input type=hidden name=token value="a&amp;b">
<input type=checkbox name=goal value=1 checked><input type=checkbox name=goal value=2>
<input name=off value=x disabled>
<select name=place><option value=home>Home<option value=office selected>Office</select>
<textarea name=text>
first &lt;b&gt;
second</textarea><button name=do value=save>Save</button></form><a href="next">Go on</a></main>"""


@pytest.fixture
def site() -> Iterator[str]:
    """A small real server: a page with a form, an echo of what was sent, a redirect that sets a cookie."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/cut":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                return
            if self.path == "/in":
                self.send_response(303)
                self.send_header("Location", "/form")
                self.send_header("Set-Cookie", "visit=1; Path=/; HttpOnly")
                self.end_headers()
                return
            self._answer(200 if self.path == "/form" else 404, PAGE)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(200, f"<h1>sent</h1><p>{parse_qsl(sent)}|{self.headers['Cookie']}")

        def _answer(self, status: int, text: str) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *parts: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_open_reads_heading_forms_and_links(site: str) -> None:
    page = Visitor().open(f"{site}/form")

    assert page.heading == "The note"
    assert page.links == (("Go on", f"{site}/next"),)
    form = page.form_with("text")
    assert form.fields == [
        ("token", "a&b"),
        ("goal", "1"),
        ("place", "office"),
        ("text", "first <b>\nsecond"),
    ]
    assert form.choices == {"goal": ["1", "2"], "place": ["home", "office"]}
    assert form.buttons == [("do", "save")]


def test_submit_sends_what_a_browser_would_and_the_cookie(site: str) -> None:
    visitor = Visitor()
    form = visitor.open(f"{site}/in").form_with("text")

    sent = visitor.submit(form, {"goal": ["1", "2"], "text": "é"}, ("do", "save"))

    expected = [
        ("token", "a&b"),
        ("place", "office"),
        ("goal", "1"),
        ("goal", "2"),
        ("text", "é"),
        ("do", "save"),
    ]
    assert sent.text == f"sent {expected}|visit=1"


def test_open_of_a_refusal_is_a_page(site: str) -> None:
    assert Visitor().open(f"{site}/none").status == 404


def test_form_with_a_field_nobody_has_fails(site: str) -> None:
    with pytest.raises(RemoteError, match="no form with a field 'nonce'"):
        Visitor().open(f"{site}/form").form_with("nonce")


def test_open_where_nothing_answers_fails() -> None:
    with pytest.raises(Unreachable):
        Visitor(timeout_seconds=2).open("http://127.0.0.1:9/x?secret=1")


def test_open_of_a_page_that_ends_in_the_middle_fails(site: str) -> None:
    with pytest.raises(Unreachable):
        Visitor().open(f"{site}/cut")
