"""Starts and stops the foreign servers: sekmet-fhir, the gate before it, and oidc-provider."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ports import free_port

HERE = Path(__file__).resolve().parent
PYTHON = HERE / ".venv-sekmet/bin/python"
UPSTREAM_TOKEN = "gate-secret"

RESOURCES = [
    "Patient", "Practitioner", "CarePlan", "Goal", "ServiceRequest", "Coverage", "Claim", "ClaimResponse",
    "ExplanationOfBenefit", "Encounter", "Observation", "Condition", "Provenance", "Contract",
]  # fmt: skip
SCOPES = " ".join(
    [f"{level}/{name}.rs" for level in ("patient", "user") for name in RESOURCES]
    + [
        f"{level}/{name}.{letters}"
        for level in ("patient", "user")
        for name in ("DocumentReference", "QuestionnaireResponse")
        for letters in ("rs", "crs", "crus", "cruds")
    ]
)


def call(method: str, url: str, body: Any = None, token: str | None = None) -> Any:
    """The JSON answer of a plain HTTP call, for seeding and for looking at what the server holds."""
    headers = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        text = answer.read()
    return json.loads(text) if text else None


@dataclass
class AgencyEhr:
    """The running servers, and what a test may do behind the app's back."""

    fhir_base: str
    auth_server: str
    upstream: str

    def seed(self, *resources: dict[str, Any]) -> None:
        """Put resources straight into the FHIR server, under their own ids."""
        for resource in resources:
            url = f"{self.upstream}/{resource['resourceType']}/{resource['id']}"
            call("PUT", url, resource, UPSTREAM_TOKEN)

    def held(self, query: str) -> list[dict[str, Any]]:
        """What the FHIR server holds for a search, read without the app."""
        bundle = call("GET", f"{self.upstream}/{query}", token=UPSTREAM_TOKEN)
        return [entry["resource"] for entry in bundle.get("entry", [])]

    def plan_launch(self, launch: str | None, context: dict[str, Any], user: str) -> None:
        """Set the context of an EHR launch, or of standalone launches when ``launch`` is None."""
        call("POST", f"{self.auth_server}/_test/launch", {"launch": launch, "context": context, "user": user})

    def order_fault(self, name: str) -> None:
        """``expire-tokens`` or ``lose-answer``."""
        call("POST", self.fhir_base.removesuffix("/fhir") + "/_test/fault", {"name": name})

    def requests_seen(self) -> list[str]:
        """``METHOD path`` of each request since the last call, in order."""
        return list(call("GET", self.fhir_base.removesuffix("/fhir") + "/_test/requests"))


def wait_until_up(
    urls: Sequence[str], processes: Sequence[subprocess.Popen[bytes]], seconds: float = 40
) -> None:
    """Return once every URL answers at all.

    Raises:
        RuntimeError: a process has ended, or the time is over.
    """
    deadline = time.monotonic() + seconds
    for url in urls:
        while True:
            if any(process.poll() is not None for process in processes):
                raise RuntimeError("a server ended while it was starting; see its log")
            try:
                urllib.request.urlopen(url, timeout=2).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{url} did not come up in {seconds} s") from None
                time.sleep(0.1)


@contextlib.contextmanager
def running_agency_ehr(
    folder: Path, clients: list[dict[str, Any]], *, absolute_references: bool = False
) -> Iterator[AgencyEhr]:
    """The three servers on free loopback ports, with their logs and data in ``folder``."""
    sekmet_port, auth_port, gate_port = free_port(), free_port(), free_port()
    base = f"http://127.0.0.1:{gate_port}/fhir"
    auth_server = f"http://127.0.0.1:{auth_port}"
    upstream = f"http://127.0.0.1:{sekmet_port}/fhir"
    settings = {
        "base_url": base,
        "host": "127.0.0.1",
        "port": sekmet_port,
        "data_dir": str(folder / "data"),
        "simulator": {"enabled": False},
        "server_auth": {"types": ["bearer"], "tokens": [UPSTREAM_TOKEN]},
        "server_behaviour": {"absolute_references": absolute_references},
    }
    # JSON is YAML.
    (folder / "settings.yaml").write_text(json.dumps(settings), encoding="utf-8")
    commands: list[tuple[str, list[str], dict[str, str]]] = [
        (
            "sekmet",
            [str(PYTHON.parent / "sekmet"), "serve"],
            {"SEKMET_CONFIG": str(folder / "settings.yaml")},
        ),
        (
            "authorization",
            ["node", "authorization_server.mjs"],
            {
                "PORT": str(auth_port),
                "RESOURCE_SERVER": base,
                "CLIENTS": json.dumps(clients),
                "SCOPES": SCOPES,
            },
        ),
        (
            "gate",
            [str(PYTHON), "-m", "uvicorn", "gate:app", "--host", "127.0.0.1", "--port", str(gate_port)],
            {
                "AUTH_SERVER": auth_server,
                "RESOURCE_SERVER": base,
                "UPSTREAM": upstream,
                "UPSTREAM_TOKEN": UPSTREAM_TOKEN,
            },
        ),
    ]
    with contextlib.ExitStack() as stack:
        processes = []
        for name, command, environment in commands:
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = subprocess.Popen(
                command, cwd=HERE, env={**os.environ, **environment}, stdout=log, stderr=subprocess.STDOUT
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            processes.append(process)
        wait_until_up(
            [
                f"{upstream}/metadata",
                f"{auth_server}/.well-known/openid-configuration",
                f"{base}/.well-known/smart-configuration",
            ],
            processes,
        )
        yield AgencyEhr(fhir_base=base, auth_server=auth_server, upstream=upstream)
