"""Talking to a sandbox without sockets, in few words."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from pss_fhir.sandbox import Sandbox
from pss_fhir.wire import Request, Response

FHIR_JSON = "application/fhir+json"


class Answer:
    """One answer, its body read as JSON where it is JSON."""

    def __init__(self, response: Response) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.body
        self.text = response.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def ids(self) -> list[str]:
        """The ids of the entries of a Bundle."""
        return [entry["resource"]["id"] for entry in self.json.get("entry", []) if "id" in entry["resource"]]

    @property
    def problem(self) -> str:
        """The text of the first issue of an OperationOutcome."""
        return str(self.json["issue"][0]["details"]["text"])


class Talk:
    """Says things to one sandbox, with a token or without."""

    def __init__(self, sandbox: Sandbox, token: str | None = None) -> None:
        self.sandbox = sandbox
        self.token = token
        self._transport = sandbox.transport()

    def say(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request below the FHIR base; ``if_match`` becomes ``If-Match``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            named.setdefault("Authorization", f"Bearer {self.token}")
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if data is not None:
            named.setdefault("Content-Type", FHIR_JSON)
        url = path if path.startswith("http") else f"{self.sandbox.fhir_base}/{path}".rstrip("/")
        return Answer(self._transport.send(Request(method, url, named, data)))

    def get(self, path: str, **headers: str) -> Answer:
        """GET."""
        return self.say("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """POST."""
        return self.say("POST", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Answer:
        """PUT."""
        return self.say("PUT", path, body, **headers)

    def form(self, url: str, fields: dict[str, str], **headers: str) -> Answer:
        """POST a form to a whole URL."""
        return self.say(
            "POST",
            url,
            urlencode(fields).encode(),
            Content_Type="application/x-www-form-urlencoded",
            **headers,
        )


def make_patient(**changes: Any) -> dict[str, Any]:
    """A patient without an id."""
    return {
        "resourceType": "Patient",
        "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
        "identifier": [{"system": "https://agency.example/record", "value": "HT-0042"}],
        "name": [{"family": "HTEST", "given": ["Riley"]}],
        "gender": "female",
        "birthDate": "1990-04-02",
        **changes,
    }


def make_document(**changes: Any) -> dict[str, Any]:
    """A note that every mode which takes notes accepts."""
    return {
        "resourceType": "DocumentReference",
        "identifier": [
            {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c001"}
        ],
        "status": "current",
        "docStatus": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3"}]},
        "category": [
            {
                "coding": [
                    {
                        "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                        "code": "clinical-note",
                    }
                ]
            }
        ],
        "subject": {"reference": "Patient/client-1"},
        "author": [{"reference": "Practitioner/specialist-1"}],
        "content": [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": "SFRFU1Q="}}],
        "context": {"period": {"start": "2026-11-02T09:00:00-05:00", "end": "2026-11-02T09:50:00-05:00"}},
        **changes,
    }
