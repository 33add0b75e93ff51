"""RequestsTransport on real sockets."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from pss_fhir.client import FhirClient, RequestsTransport, RetryPolicy
from pss_fhir.errors import NotFhir, RateLimited, Unreachable
from pss_fhir.wire import Request
from tests.wire.loopback_server import LoopbackServer, reply, serve

PATIENT = json.dumps({"resourceType": "Patient", "id": "1"}).encode()


def get(lab: LoopbackServer, path: str = "Patient/1", **more: object) -> Request:
    return Request("GET", f"{lab.base_url}/{path}", timeout_seconds=(1.0, 0.3))


def test_answer_is_read_whole_with_lower_case_headers() -> None:
    with serve(lambda handler: reply(handler, PATIENT, ETag='W/"3"')) as lab:
        response = RequestsTransport().send(
            Request("POST", f"{lab.base_url}/Patient?a=b%20c", {"X-Test": "1"}, b"body")
        )
    assert (response.status, response.body, response.headers["etag"]) == (200, PATIENT, 'W/"3"')
    method, path, headers, body = lab.seen[0]
    assert (method, path, body) == ("POST", "/fhir/Patient?a=b%20c", b"body")
    assert headers["X-Test"] == "1"
    assert headers["User-Agent"].startswith("pss-fhir/")
    assert "Cookie" not in headers


def test_connection_is_kept_and_cookies_are_not() -> None:
    ports = set()

    def behave(handler: BaseHTTPRequestHandler) -> None:
        ports.add(handler.client_address[1])
        reply(handler, PATIENT, Set_Cookie="session=HTEST; Path=/")

    with serve(behave) as lab:
        transport = RequestsTransport()
        for _ in range(3):
            transport.send(get(lab))
        transport.close()
    assert len(ports) == 1
    assert all("Cookie" not in headers for _, _, headers, _ in lab.seen)


def test_redirect_is_an_answer() -> None:
    with serve(lambda handler: reply(handler, b"", status=302, Location="/elsewhere")) as lab:
        assert RequestsTransport().send(get(lab)).status == 302
    assert len(lab.seen) == 1


def test_gzip_is_unpacked_and_a_bomb_is_not() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        body = PATIENT if "Patient" in handler.path else b" " * 5_000_000
        reply(handler, gzip.compress(body), Content_Encoding="gzip")

    with serve(behave) as lab:
        transport = RequestsTransport(most_body_bytes=1_000_000)
        assert transport.send(get(lab)).body == PATIENT
        with pytest.raises(Unreachable) as given_up:
            transport.send(get(lab, "bomb"))
    assert given_up.value.code == "client.answer-too-large"


def test_broken_gzip_is_no_answer() -> None:
    with (
        serve(lambda handler: reply(handler, b"not gzip", Content_Encoding="gzip")) as lab,
        pytest.raises(Unreachable),
    ):
        RequestsTransport().send(get(lab))


def test_chunked_answer_is_read_whole() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/fhir+json")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in (PATIENT[:7], PATIENT[7:], b""):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))

    with serve(behave) as lab:
        transport = RequestsTransport()
        assert [transport.send(get(lab)).body for _ in range(2)] == [PATIENT, PATIENT]


def test_huge_body_is_given_up_early() -> None:
    sent = []

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**12))
        handler.end_headers()
        while not lab.stopped.is_set():
            handler.wfile.write(b" " * 65_536)
            sent.append(65_536)

    with serve(behave) as lab, pytest.raises(Unreachable) as given_up:
        RequestsTransport(most_body_bytes=200_000).send(get(lab))
    assert given_up.value.code == "client.answer-too-large"
    assert sum(sent) < 50_000_000


def test_answer_cut_in_the_middle_is_no_answer() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(PATIENT)
        handler.close_connection = True

    with serve(behave) as lab, pytest.raises(Unreachable) as cut:
        RequestsTransport().send(get(lab))
    assert cut.value.code == "client.unreachable"


def test_chunked_answer_cut_in_the_middle_is_no_answer() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"ff\r\nonly this")
        handler.close_connection = True

    with serve(behave) as lab, pytest.raises(Unreachable):
        RequestsTransport().send(get(lab))


def test_connection_closed_without_a_word_is_no_answer() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    with serve(behave) as lab, pytest.raises(Unreachable) as cut:
        RequestsTransport().send(get(lab))
    assert cut.value.code == "client.unreachable"


def test_silence_is_a_timeout() -> None:
    with serve(lambda _: lab.stopped.wait(5) and None) as lab, pytest.raises(Unreachable) as late:
        RequestsTransport().send(get(lab))
    assert late.value.code == "client.timeout"


def test_silence_in_the_middle_is_a_timeout() -> None:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")
        handler.wfile.flush()
        lab.stopped.wait(5)

    with serve(behave) as lab, pytest.raises(Unreachable) as late:
        RequestsTransport().send(get(lab))
    assert late.value.code == "client.timeout"


def test_steady_drip_ends_at_the_limit() -> None:
    """Each byte comes within the read timeout; the whole would take forever."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while not lab.stopped.wait(0.02):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    with serve(behave) as lab, pytest.raises(Unreachable) as late:
        RequestsTransport(longest_answer_seconds=0.2).send(get(lab))
    assert late.value.code == "client.timeout"


def test_nobody_listening_is_not_connected() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable) as refused:
        RequestsTransport().send(Request("POST", f"http://127.0.0.1:{port}/fhir/Patient?name=HTEST"))
    assert refused.value.code == "client.not-connected"
    assert refused.value.where == f"POST http://127.0.0.1:{port}/fhir/Patient"
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_https_to_a_server_without_a_certificate_is_a_tls_failure() -> None:
    with serve(lambda handler: reply(handler, PATIENT)) as lab, pytest.raises(Unreachable) as refused:
        RequestsTransport().send(Request("GET", lab.base_url.replace("http:", "https:")))
    assert refused.value.code == "client.tls"


def test_netrc_and_proxy_settings_of_the_machine_are_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login htest password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serve(lambda handler: reply(handler, PATIENT)) as lab:
        RequestsTransport().send(Request("GET", f"{lab.base_url}/Patient/1", {"Authorization": "Bearer t"}))
    assert lab.seen[0][2]["Authorization"] == "Bearer t"


def test_many_threads_share_one_client() -> None:
    with serve(lambda handler: reply(handler, PATIENT)) as lab:
        client = FhirClient(lab.base_url, RequestsTransport(pool_connections=2))
        found: list[str] = []
        threads = [
            threading.Thread(target=lambda: found.extend(client.read("Patient/1")["id"] for _ in range(10)))
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["1"] * 80


def test_client_waits_as_a_real_429_asks() -> None:
    pauses: list[float] = []

    def behave(handler: BaseHTTPRequestHandler) -> None:
        if len(lab.seen) == 1:
            reply(handler, b"{}", status=429, Retry_After=2)
        else:
            reply(handler, PATIENT)

    with serve(behave) as lab:
        client = FhirClient(lab.base_url, RequestsTransport(), sleep=pauses.append)
        assert client.read("Patient/1")["id"] == "1"
    assert pauses == [2.0]


def test_client_when_429_lasts_then_the_error_says_how_long() -> None:
    with serve(lambda handler: reply(handler, b"", status=429, Retry_After=600)) as lab:
        client = FhirClient(lab.base_url, RequestsTransport())
        with pytest.raises(RateLimited) as refused:
            client.read("Patient/1")
    assert refused.value.retry_after_seconds == 600


def test_client_when_a_web_page_answers_then_not_fhir() -> None:
    with serve(lambda handler: reply(handler, b"<html>", Content_Type="text/html")) as lab:
        client = FhirClient(lab.base_url, RequestsTransport(), retry=RetryPolicy(attempts=1))
        with pytest.raises(NotFhir):
            client.read("Patient/1")
