from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pss_fhir.cli.probe import command
from pss_fhir.errors import RemoteError, UsageError
from tests.wire.fake_ehr import CONFIGURATION
from tests.wire.loopback_server import reply, serve


def statement(**interactions: list[str]) -> dict[str, Any]:
    resources = [
        {
            "type": name,
            "interaction": [{"code": code} for code in codes],
            "conditionalCreate": name == "Patient",
        }
        for name, codes in interactions.items()
    ]
    return {
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "software": {"name": "Testware"},
        "rest": [{"mode": "server", "resource": resources}],
    }


def probe(metadata: dict[str, Any], *options: str, smart: dict[str, Any] | None = None) -> Result:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        said = metadata if handler.path.endswith("/metadata") else smart
        reply(handler, json.dumps(said).encode(), status=404 if said is None else 200)

    with serve(behave) as lab:
        done = CliRunner().invoke(command, [lab.base_url, *options])
        assert all("Authorization" not in headers for _, _, headers, _ in lab.seen)
        assert {method for method, *_ in lab.seen} <= {"GET"}
    return done


def test_probe_names_the_rung_and_why_no_better_one() -> None:
    done = probe(statement(QuestionnaireResponse=["create", "read"], Patient=["read"]), smart=CONFIGURATION)
    assert done.exit_code == 0, done.output
    assert "Testware, FHIR 4.0.1" in done.output
    assert "Note with a visit in the EHR: questionnaire-response" in done.output
    assert "the EHR does not say that it takes a new DocumentReference" in done.output
    assert "Sign-in: SMART App Launch" in done.output
    assert "permission-v2" in done.output
    assert "Patient                read, If-None-Exist" in done.output


def test_probe_as_json_tells_the_same() -> None:
    metadata = statement(DocumentReference=["create", "read"])
    done = probe(metadata, "--format", "json", "--scope", "user/DocumentReference.crus", smart=CONFIGURATION)
    found = json.loads(done.output)
    assert [(way["has_encounter"], way["rung"]) for way in found["ways"]] == [
        (True, "document-encounter"),
        (False, "document-period"),
    ]
    assert found["sign_in"]["found"] is True
    assert found["offers"][3] == {
        "type": "DocumentReference",
        "interactions": ["create", "read"],
        "conditional_create": False,
    }


def test_probe_with_scopes_that_do_not_allow_it_ends_on_the_last_rung() -> None:
    done = probe(statement(DocumentReference=["create"]), "--scope", "user/DocumentReference.rs")
    assert "Note with a visit in the EHR: copy-print" in done.output
    assert "neither DocumentReference.c nor DocumentReference.write is granted" in done.output


def test_probe_without_smart_goes_on_and_says_so() -> None:
    done = probe(statement(), "--profile", "read-only")
    assert done.exit_code == 0
    assert "Sign-in: none that can be used" in done.output
    assert "[smart.discovery]" in done.output


def test_probe_names_what_the_configuration_lacks() -> None:
    lacking = {name: value for name, value in CONFIGURATION.items() if name != "grant_types_supported"}
    assert "[smart.configuration-lacks]" in probe(statement(), smart=lacking).output


def test_probe_when_there_is_no_fhir_then_exit_4() -> None:
    done = probe({"hello": "world"})
    assert isinstance(done.exception, RemoteError)
    assert done.exception.exit_code == 4


@pytest.mark.parametrize("arguments", [["ehr.example"], ["https://ehr.example/fhir", "--profile", "nobody"]])
def test_probe_when_called_wrongly_then_exit_2(arguments: list[str]) -> None:
    done = CliRunner().invoke(command, arguments)
    assert isinstance(done.exception, UsageError)
