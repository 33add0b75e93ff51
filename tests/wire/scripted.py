"""A Transport that plays back what a test wrote down, and keeps what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pss_fhir.wire import Request, Response

Step = Response | Exception | Callable[[Request], Response]

FHIR = "application/fhir+json"


def answer(
    body: object = None,
    status: int = 200,
    *,
    content_type: str | None = FHIR,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response whose body is JSON, unless it is bytes already; None is an empty body."""
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    named = {name.lower(): value for name, value in (headers or {}).items()}
    if content_type and raw:
        named["content-type"] = content_type
    return Response(status, named, raw, "")


def outcome(*codes: str, severity: str = "error", **more: Any) -> dict[str, Any]:
    """An OperationOutcome with one issue per code."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": code, **more} for code in codes],
    }


def bundle(
    *resources: dict[str, Any], next_url: str | None = None, mode: str | None = "match", **more: Any
) -> dict[str, Any]:
    """A searchset page."""
    search = {"search": {"mode": mode}} if mode else {}
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "link": [{"relation": "next", "url": next_url}] if next_url else [],
        "entry": [{"resource": resource, **search} for resource in resources],
        **more,
    }


@dataclass
class ScriptedTransport:
    """Answers each request with the next step; a test that asks for more than was written fails."""

    steps: list[Step]
    requests: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        """The next step's answer; an exception among the steps is raised."""
        self.requests.append(request)
        if not self.steps:
            raise AssertionError(f"one request too many: {request.method} {request.url}")
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, Response) else step(request)

    def header(self, name: str, index: int = -1) -> str | None:
        """A header of a request that was sent, by default the last one."""
        headers = {key.lower(): value for key, value in self.requests[index].headers.items()}
        return headers.get(name.lower())


@dataclass
class FakeAuthorizer:
    """Hands out the tokens one after another; ``renew`` moves to the next while there is one."""

    tokens: list[str]
    renewals: int = 0

    def authorization(self) -> str | None:
        """The present token as a Bearer header."""
        return f"Bearer {self.tokens[0]}"

    def renew(self) -> bool:
        """Whether there was another token."""
        self.renewals += 1
        if len(self.tokens) < 2:
            return False
        self.tokens.pop(0)
        return True
