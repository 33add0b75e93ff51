"""Consents, disclosures and advance directives, as the project and as others write them."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.consent import AdvanceDirective, Consent, ConsentKind, Disclosure, DisclosurePurpose
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.validation import Validator
from tests.builders_care import ADVANCE_DIRECTIVE, CONSENT, DISCLOSURE
from tests.unit.profiles.guide import example

ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def errors_of(resource: dict[str, Any]) -> list[str]:
    return [str(issue) for issue in Validator().validate(resource) if issue.severity is Severity.ERROR]


def test_examples_of_the_guide_are_read() -> None:
    consent = from_fhir(example("Consent-consent-ana"))
    disclosure = from_fhir(example("AuditEvent-disclosure-plan"))

    assert isinstance(consent, Consent)
    assert (consent.kind, consent.purposes) == (ConsentKind.PART_2, tuple(DisclosurePurpose))
    assert isinstance(disclosure, Disclosure)
    assert (disclosure.purpose, disclosure.record_refs) == (DisclosurePurpose.PAYMENT, ("CarePlan/plan-ana",))


def test_release_of_state_law_claims_no_profile_of_part_2() -> None:
    release = CONSENT.model_copy(update={"kind": ConsentKind.STATE_RELEASE})
    written = as_json(to_fhir(release))

    assert "meta" not in written
    assert "securityLabel" not in written["provision"]
    assert errors_of(written) == []
    assert from_fhir(written) == release


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("type", "deny"),
        ("provision", [{"type": "deny"}]),
        ("purpose", [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH"}]),
        ("class", [{"code": "Condition"}]),
        ("dataPeriod", {"start": "2026-01-01"}),
    ],
)
def test_consent_that_permits_less_than_it_seems_is_never_read(element: str, value: Any) -> None:
    written = as_json(to_fhir(CONSENT))
    written["provision"][element] = value

    reading = read_all([written])

    assert reading.records == ()
    assert [issue.code for issue in reading.issues] == ["mapping.consent-not-plain"]


def test_consent_about_something_else_is_left_alone() -> None:
    reading = read_all(
        [
            {
                "resourceType": "Consent",
                "id": "1",
                "status": "active",
                "category": [{"coding": [{"system": ACT_CODE, "code": "RESEARCH"}]}],
                "patient": {"reference": "Patient/riley"},
            }
        ]
    )

    assert [issue.code for issue in reading.issues] == ["mapping.consent-not-plain"]


def test_consent_without_a_provision_permits_nothing_by_itself() -> None:
    written = as_json(to_fhir(CONSENT))
    del written["provision"]

    consent = from_fhir(written)

    assert isinstance(consent, Consent)
    assert (consent.recipients, consent.purposes) == ((), ())


def test_actor_who_is_no_recipient_is_not_taken_for_one() -> None:
    written = as_json(to_fhir(CONSENT))
    written["provision"]["actor"] += [
        {"role": {"coding": [{"code": "PRCP"}]}, "reference": {"reference": "Organization/agency"}},
        {"role": {"coding": [{"code": "IRCP"}]}, "reference": {}},
    ]

    assert from_fhir(written) == CONSENT


def test_disclosure_holds_nothing_that_was_disclosed() -> None:
    written = as_json(to_fhir(DISCLOSURE))

    assert all(set(entity) <= {"what", "type", "role", "securityLabel"} for entity in written["entity"])
    assert all("display" not in entity["what"] for entity in written["entity"])


@pytest.mark.parametrize(
    ("address", "kind"),
    [("https://x.example", "5"), ("a@x.example", "4"), ("+1 (919) 555-0100", "3"), ("fax-7", "1")],
)
def test_address_is_told_apart(address: str, kind: str) -> None:
    written = as_json(to_fhir(DISCLOSURE.model_copy(update={"sent_to": address})))

    assert written["agent"][1]["network"] == {"address": address, "type": kind}


def test_disclosure_without_addresses_claims_no_profile_and_is_valid() -> None:
    disclosure = DISCLOSURE.model_copy(update={"sent_from": None})
    written = as_json(to_fhir(disclosure))

    assert "meta" not in written
    assert errors_of(written) == []
    assert from_fhir(written) == disclosure


@pytest.mark.parametrize("name", ["audit-filed-note", "audit-read-plan"])
def test_other_audit_events_are_left_alone(name: str) -> None:
    reading = read_all([example(f"AuditEvent-{name}")])

    assert [issue.code for issue in reading.issues] == ["mapping.other-type"]


@pytest.mark.parametrize("missing", ["recorded", "purposeOfEvent", "agent", "entity"])
def test_disclosure_without_what_an_accounting_needs_is_told(missing: str) -> None:
    written = as_json(to_fhir(DISCLOSURE))
    del written[missing]

    reading = read_all([written])

    assert reading.records == ()
    assert [issue.code for issue in reading.issues] == ["mapping.missing"]


def test_directive_at_an_address_comes_back() -> None:
    directive = ADVANCE_DIRECTIVE.model_copy(
        update={"kept_where": None, "kept_at_url": "https://registry.example/pad/7"}
    )
    written = as_json(to_fhir(directive))

    assert written["content"][0]["attachment"]["url"] == "https://registry.example/pad/7"
    assert errors_of(written) == []
    assert from_fhir(written) == directive


@pytest.mark.parametrize(
    ("attachment", "where"),
    [
        ({"contentType": "application/pdf", "data": "JVBERi0="}, "Attached to the record"),
        ({"contentType": "text/plain;charset=utf-8", "data": "not base64!"}, "Attached to the record"),
        ({"contentType": "text/plain;charset=utf-8", "data": "né pas"}, "Attached to the record"),
        ({"url": "Binary/7", "contentType": "application/pdf"}, "Attached to the record: Binary/7"),
    ],
)
def test_directive_that_is_attached_is_pointed_at_where_it_is(attachment: dict[str, Any], where: str) -> None:
    written = as_json(to_fhir(ADVANCE_DIRECTIVE))
    written["content"] = [{"attachment": attachment}]

    read = from_fhir(written)

    assert isinstance(read, AdvanceDirective)
    assert read.kept_where == where


def test_directive_without_content_is_in_the_record() -> None:
    written = as_json(to_fhir(ADVANCE_DIRECTIVE))
    del written["content"]

    read = from_fhir(written)

    assert isinstance(read, AdvanceDirective)
    assert read.kept_where == "Attached to the record"
