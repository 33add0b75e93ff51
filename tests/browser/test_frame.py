"""Inside the EHR's window, on another site, over https, in a browser that blocks third-party cookies."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from werkzeug.serving import make_server

from tests.browser.conftest import start_clinic

pytestmark = pytest.mark.browser


OWN, STRANGE = "https://ehr.example", "https://stranger.example"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Ends what a test started."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def frame_port(stack: ExitStack) -> int:
    """The port of a page with a frame; any name that ends in .example leads there."""

    def page(environ: dict[str, Any], begin: Any) -> list[bytes]:
        address = html.escape(parse_qs(environ["QUERY_STRING"])["app"][0])
        begin("200 OK", [("Content-Type", "text/html")])
        return [f'<title>EHR</title><iframe src="{address}" width="1000" height="700"></iframe>'.encode()]

    return serve_over_https(page, stack)


def framed(page: Page, parent: str, port: int, address: str) -> FrameLocator:
    """The app inside a page of another site."""
    page.goto(f"{parent}:{port}/?{urlencode({'app': address})}")
    return page.frame_locator("iframe")


def serve_over_https(app: Any, stack: ExitStack) -> int:
    """The port at which a WSGI application now answers over https, with a certificate of its own making."""
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context="adhoc")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stack.callback(server.server_close)
    stack.callback(thread.join, 10)
    stack.callback(server.shutdown)
    return server.server_port


def app_over_https(stack: ExitStack) -> Callable[[Any], str]:
    """Puts the app at https://app.example, another site than the EHR."""
    return lambda app: f"https://app.example:{serve_over_https(app, stack)}"


def test_app_in_the_ehrs_frame_keeps_its_partitioned_cookie(
    tmp_path: Path, stack: ExitStack, frame_port: int, window: Callable[..., Page]
) -> None:
    ancestors = (f"{OWN}:{frame_port}",)
    clinic = start_clinic(tmp_path, stack, serve=app_over_https(stack), frame_ancestors=ancestors)
    page = window(ignore_https_errors=True)

    app = framed(page, OWN, frame_port, clinic.launch_url())

    expect(app.locator("h1")).to_have_text("Peer support with Riley")
    app.locator("text=Start a note").click()
    expect(app.locator("h1")).to_have_text("Note for this visit")
    cookie = next(each for each in page.context.cookies() if each["name"] == "__Host-pss")
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "None"


def test_app_in_a_strangers_frame_stays_empty(
    tmp_path: Path, stack: ExitStack, frame_port: int, window: Callable[..., Page]
) -> None:
    ancestors = (f"{OWN}:{frame_port}",)
    clinic = start_clinic(tmp_path, stack, serve=app_over_https(stack), frame_ancestors=ancestors)
    page = window(may_complain=True, ignore_https_errors=True)

    app = framed(page, STRANGE, frame_port, f"{clinic.app_url}/launch/standalone")

    page.wait_for_timeout(1_000)
    assert app.locator("text=Peer support notes").count() == 0
    app = framed(page, OWN, frame_port, f"{clinic.app_url}/launch/standalone")
    expect(app.locator("h1")).to_have_text("HTEST Recovery Services")


def test_app_that_gets_no_cookie_shows_the_way_out_in_the_frame(
    tmp_path: Path, stack: ExitStack, frame_port: int, window: Callable[..., Page]
) -> None:
    """On plain http the cookie is not fit for a frame of another site: the page offers a window."""
    clinic = start_clinic(tmp_path, stack, frame_ancestors=(f"{OWN}:{frame_port}",))
    page = window(ignore_https_errors=True)

    app = framed(page, OWN, frame_port, clinic.launch_url())

    expect(app.locator("h1")).to_have_text("The app cannot work inside this window")
    with page.context.expect_page() as opened:
        app.locator("text=Open in its own window").click()
    expect(opened.value.locator("h1")).to_have_text("Peer support with Riley")
