"""A small FHIR server to file notes into, honest about what it stores and inventive in losing answers.

It is a Transport of its own, for tests in one process, and :func:`serving` puts it behind a real
socket, for workers in processes of their own.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pss_fhir.clock import Clock
from pss_fhir.errors import Unreachable
from pss_fhir.wire import Request, Response

FHIR_JSON = {"content-type": "application/fhir+json"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    Attributes:
        does: what is asked: create, update, read, search or metadata.
        is_carried_out: whether the request is carried out all the same.
        answer: what comes back; None where the connection breaks without an answer.
        is_unconnected: no connection was made at all.
        late: carried out that much later, long after the connection broke.
    """

    does: str
    is_carried_out: bool = False
    answer: Response | None = None
    is_unconnected: bool = False
    late: timedelta | None = None


def status(code: int, *said: str, path: str | None = None, **headers: str) -> Response:
    """An answer with an OperationOutcome that names the codes; a number is the vendor's own."""
    issues = []
    for word in said:
        details = (
            {"code": "processing", "details": {"coding": [{"code": word}]}}
            if word.isdigit()
            else {"code": word}
        )
        issues.append({"severity": "error", **details, **({"expression": [path]} if path else {})})
    body = json.dumps({"resourceType": "OperationOutcome", "issue": issues}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(code, {**FHIR_JSON, **named}, body, "")


def _nothing(_does: str) -> None:
    """A hook that does nothing."""


@dataclass
class FilingEhr:
    """The server.

    Attributes:
        takes: types of which it takes new records.
        honors_if_none_exist: whether it declares and honors conditional create.
        search: ``identifier`` (and patient), ``patient`` alone, ``ignores`` what it does not know
            though it declares it, or ``none``.
        lets_read, lets_update: whether reading and updating are offered.
        alter: what it does to a record before it stores it.
        clock: for writes that come late.
        faults: what goes wrong next, used up in this order by the first request each fits.
        log: every request, as ``create DocumentReference``.
        before_carrying_out: called when a request has arrived, before anything is done about it.
        before_answer: called when a request was carried out and the answer is about to go out.
    """

    base_url: str = "https://ehr.example/fhir"
    takes: tuple[str, ...] = ("DocumentReference", "QuestionnaireResponse")
    honors_if_none_exist: bool = False
    search: str = "identifier"
    lets_read: bool = True
    lets_update: bool = True
    alter: Callable[[dict[str, Any]], dict[str, Any]] = lambda resource: resource
    clock: Clock | None = None
    faults: list[Fault] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    before_carrying_out: Callable[[str], None] = _nothing
    before_answer: Callable[[str], None] = _nothing
    _late: list[tuple[datetime, Request]] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def send(self, request: Request) -> Response:
        """Transport: the answer, or Unreachable."""
        answer = self.handle(request)
        if answer is None:
            raise Unreachable("no answer", code="client.timeout")
        return answer

    def handle(self, request: Request) -> Response | None:
        """The answer; None where the connection breaks."""
        with self._lock:
            self._settle_late()
            does = self._does(request)
            self.log.append(f"{does} {urlsplit(request.url).path.removeprefix('/fhir/').split('/')[0]}")
            fault = next((found for found in self.faults if found.does == does), None)
            self.before_carrying_out(does)
            if fault is None:
                answer = self._carry_out(does, request)
                self.before_answer(does)
                return answer
            self.faults.remove(fault)
            if fault.is_unconnected:
                raise Unreachable("no connection", code="client.not-connected")
            if fault.late is not None:
                assert self.clock is not None
                self._late.append((self.clock.now() + fault.late, request))
            elif fault.is_carried_out:
                self._carry_out(does, request)
            self.before_answer(does)
            return fault.answer

    def holding(self, identifier: str) -> list[dict[str, Any]]:
        """Every standing record that carries an identifier."""
        self._settle_late()
        return [
            record
            for record in self.records.values()
            if identifier in self._identifiers(record) and record["status"] != "entered-in-error"
        ]

    def _settle_late(self) -> None:
        for moment, request in list(self._late):
            if self.clock is not None and self.clock.now() >= moment:
                self._late.remove((moment, request))
                self._carry_out("create", request)

    def _does(self, request: Request) -> str:
        path = urlsplit(request.url).path.removeprefix("/fhir/")
        if path == "metadata":
            return "metadata"
        if request.method == "GET":
            return "read" if "/" in path else "search"
        return {"POST": "create", "PUT": "update"}[request.method]

    def _carry_out(self, does: str, request: Request) -> Response:
        path = urlsplit(request.url).path.removeprefix("/fhir/")
        kind = path.split("/")[0]
        match does:
            case "metadata":
                return self._answer(200, self._statement())
            case "create":
                return self._create(kind, request)
            case "update":
                return self._update(path, request)
            case "search":
                return self._search(kind, parse_qsl(urlsplit(request.url).query))
        if not self.lets_read:
            return status(403, "forbidden")
        record = self.records.get(path)
        return self._answer(200, record) if record else status(404, "not-found")

    def _create(self, kind: str, request: Request) -> Response:
        if kind not in self.takes:
            return status(405, "not-supported")
        resource = json.loads(request.body or b"{}")
        wanted = request.headers.get("If-None-Exist")
        if wanted and self.honors_if_none_exist:
            value = dict(parse_qsl(wanted))["identifier"].rpartition("|")[2]
            found = [record for record in self.records.values() if value in self._identifiers(record)]
            if len(found) > 1:
                return status(412, "multiple-matches")
            if found:
                return self._answer(200, found[0], location=self._ref(found[0]))
        stored = self.alter(resource) | {"id": f"n{len(self.records) + 1}", "meta": {"versionId": "1"}}
        self.records[self._ref(stored)] = stored
        return Response(201, {"location": f"{self.base_url}/{self._ref(stored)}/_history/1"}, b"", "")

    def _update(self, path: str, request: Request) -> Response:
        if not self.lets_update:
            return status(405, "not-supported")
        held = self.records.get(path)
        if held is None:
            return status(404, "not-found")
        version = held["meta"]["versionId"]
        if request.headers.get("If-Match") not in (None, f'W/"{version}"'):
            return status(412, "conflict")
        resource = json.loads(request.body or b"{}")
        self.records[path] = resource | {"meta": {"versionId": str(int(version) + 1)}}
        return self._answer(200, self.records[path])

    def _search(self, kind: str, params: list[tuple[str, str]]) -> Response:
        asked = {name: value for name, value in params if name != "_count"}
        found = [record for record in self.records.values() if record["resourceType"] == kind]
        if self.search == "patient" and "patient" not in asked:
            return status(400, "required")
        if "identifier" in asked and self.search == "identifier":
            value = asked["identifier"].rpartition("|")[2]
            found = [record for record in found if value in self._identifiers(record)]
        if "patient" in asked:
            found = [record for record in found if record["subject"]["reference"].endswith(asked["patient"])]
        entries = [{"resource": record, "search": {"mode": "match"}} for record in found]
        return self._answer(200, {"resourceType": "Bundle", "type": "searchset", "entry": entries})

    def _statement(self) -> dict[str, Any]:
        codes = ["read"] * self.lets_read + ["update"] * self.lets_update
        codes += ["search-type"] if self.search != "none" else []
        names = {"patient": ["patient"], "none": []}.get(self.search, ["identifier", "patient"])
        resources = [
            {
                "type": kind,
                "interaction": [
                    {"code": code} for code in [*codes, *(["create"] if kind in self.takes else [])]
                ],
                "conditionalCreate": self.honors_if_none_exist,
                "searchParam": [{"name": name, "type": "token"} for name in names],
            }
            for kind in ("DocumentReference", "QuestionnaireResponse")
        ]
        rest = [{"mode": "server", "resource": resources}]
        return {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "rest": rest}

    @staticmethod
    def _ref(record: dict[str, Any]) -> str:
        return f"{record['resourceType']}/{record['id']}"

    @staticmethod
    def _identifiers(record: dict[str, Any]) -> list[str]:
        listed = record.get("identifier", [])
        return [entry["value"] for entry in (listed if isinstance(listed, list) else [listed])]

    def _answer(self, code: int, body: dict[str, Any], **headers: str) -> Response:
        return Response(code, {**FHIR_JSON, **headers}, json.dumps(body).encode(), "")


@contextmanager
def serving(ehr: FilingEhr) -> Iterator[FilingEhr]:
    """The server behind a socket of this machine; ``base_url`` is where."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))) or None
            request = Request(self.command, f"http://x{self.path}", dict(self.headers.items()), body)
            answer = ehr.handle(request)
            if answer is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = _handle  # noqa: N815 - the library's names

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        ehr.base_url = f"http://127.0.0.1:{httpd.server_address[1]}/fhir"
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield ehr
        finally:
            httpd.shutdown()
            thread.join()
