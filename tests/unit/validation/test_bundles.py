"""Every rule of Bundles: R4's own invariants, fullUrls, requests, and what belongs in a document."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.validation import Validator

Json = dict[str, Any]
URN = "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"
OTHER = "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059"
WHEN = "2026-03-02T10:00:00Z"
IDENTIFIER = {"system": "urn:ietf:rfc:3986", "value": URN}


def bundle(kind: str, *entries: Json, **members: Any) -> Json:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries), **members}


def patient(**members: Any) -> Json:
    return {"resourceType": "Patient", **members}


def message(**members: Any) -> Json:
    return {
        "resourceType": "MessageHeader",
        "eventUri": "urn:event",
        "source": {"endpoint": "http://x/endpoint"},
        **members,
    }


def composition(**members: Any) -> Json:
    return {
        "resourceType": "Composition",
        "status": "final",
        "type": {"text": "x"},
        "date": "2026",
        "title": "x",
        "author": [{"display": "HTEST"}],
        **members,
    }


def entry(resource: Json | None = None, url: str | None = None, **members: Any) -> Json:
    found = {"fullUrl": url, "resource": resource, **members}
    return {name: value for name, value in found.items() if value is not None}


def request(method: str, url: str) -> Json:
    return {"method": method, "url": url}


DOCUMENT = {"identifier": IDENTIFIER, "timestamp": WHEN}
CASES: list[tuple[str, str, Json, Json]] = [
    # rule or code, path, broken, whole
    (
        "bdl-1",
        "Bundle",
        bundle("collection", entry(patient()), total=1),
        bundle("searchset", entry(patient()), total=1),
    ),
    (
        "bdl-2",
        "Bundle",
        bundle("collection", entry(patient(), search={"mode": "match"})),
        bundle("searchset", entry(patient(), search={"mode": "match"})),
    ),
    (
        "bdl-3",
        "Bundle",
        bundle("transaction", entry(patient())),
        bundle("transaction", entry(patient(), request=request("POST", "Patient"))),
    ),
    (
        "bdl-4",
        "Bundle",
        bundle("batch-response", entry(patient())),
        bundle("batch-response", entry(patient(), response={"status": "201"})),
    ),
    (
        "bdl-5",
        "Bundle.entry[0]",
        bundle("collection", entry(url=URN)),
        bundle("batch", entry(request=request("DELETE", "Patient/a"))),
    ),
    (
        "bdl-7",
        "Bundle",
        bundle("collection", entry(patient(), URN), entry(patient(), URN)),
        bundle("collection", entry(patient(), URN), entry(patient(), OTHER)),
    ),
    (
        "bdl-8",
        "Bundle.entry[0]",
        bundle("collection", entry(patient(id="a"), "http://x/Patient/a/_history/1")),
        bundle("collection", entry(patient(id="a"), "http://x/Patient/a")),
    ),
    (
        "bdl-9",
        "Bundle",
        bundle("document", entry(composition(), URN), timestamp=WHEN),
        bundle("document", entry(composition(), URN), **DOCUMENT),
    ),
    (
        "bdl-10",
        "Bundle",
        bundle("document", entry(composition(), URN), identifier=IDENTIFIER),
        bundle("document", entry(composition(), URN), **DOCUMENT),
    ),
    (
        "bdl-11",
        "Bundle",
        bundle("document", entry(patient(), URN), **DOCUMENT),
        bundle("document", entry(composition(), URN), entry(patient(), OTHER), **DOCUMENT),
    ),
    (
        "bdl-12",
        "Bundle",
        bundle("message", entry(patient(), URN), entry(message(), OTHER)),
        bundle("message", entry(message(), URN), entry(patient(), OTHER)),
    ),
    (
        "bundle-full-url",
        "Bundle.entry[0].fullUrl",
        bundle("collection", entry(patient(), "Patient/a")),
        bundle("collection", entry(patient(), "urn:oid:1.2.3")),
    ),
    (
        "bundle-full-url",
        "Bundle.entry[0].fullUrl",
        bundle("collection", entry(patient(id="a"), "http://x/Patient/b")),
        bundle("collection", entry(patient(id="a"), URN)),
    ),
    (
        "bundle-request",
        "Bundle.entry[0].request",
        bundle("batch", entry(request=request("POST", "Patient"))),
        bundle("batch", entry(request=request("GET", "Patient/a"))),
    ),
    (
        "bundle-request",
        "Bundle.entry[0].request.url",
        bundle("transaction", entry(patient(id="a"), request=request("PUT", "Patient/b"))),
        bundle("transaction", entry(patient(id="a"), request=request("PUT", "Patient?identifier=urn:a|1"))),
    ),
    (
        "bundle-request",
        "Bundle.entry[0].request.url",
        bundle("batch", entry({"resourceType": "Parameters"}, request=request("POST", "Patient"))),
        bundle("batch", entry({"resourceType": "Parameters"}, request=request("POST", "Patient/$match"))),
    ),
    (
        "bundle-duplicate",
        "Bundle.entry[1]",
        bundle("searchset", entry(patient(id="a")), entry(patient(id="a"))),
        bundle(
            "history",
            *(
                entry(
                    patient(id="a", meta={"versionId": version}),
                    "http://x/Patient/a",
                    request=request("PUT", "Patient/a"),
                    response={"status": "200"},
                )
                for version in "12"
            ),
        ),
    ),
    (
        "bundle-message-incomplete",
        "Bundle.entry[0].resource.focus[0].reference",
        bundle("message", entry(message(focus=[{"reference": "Patient/b"}]), URN)),
        bundle(
            "message",
            entry(message(focus=[{"reference": OTHER}], author={"reference": "Practitioner/x"}), URN),
            entry(patient(), OTHER),
        ),
    ),
    (
        "bundle-document-incomplete",
        "Bundle.entry[0].resource.section[0].entry[0].reference",
        bundle(
            "document",
            entry(composition(section=[{"title": "x", "entry": [{"reference": "Goal/b"}]}]), URN),
            **DOCUMENT,
        ),
        bundle(
            "document",
            entry(composition(section=[{"title": "x", "entry": [{"reference": OTHER}]}]), URN),
            entry(patient(), OTHER),
            **DOCUMENT,
        ),
    ),
]


@pytest.mark.parametrize(
    ("rule", "path", "broken", "whole"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)]
)
def test_rule_when_broken_then_found_and_when_kept_then_silent(
    validator: Validator, rule: str, path: str, broken: Json, whole: Json
) -> None:
    found = [
        issue.path
        for issue in validator.validate(broken)
        if issue.code == f"validate.{rule}" or f"[{rule}]" in issue.message
    ]

    assert found == [path]
    assert [str(issue) for issue in validator.validate(whole)] == []


def test_resources_of_a_bundle_when_broken_then_named_inside_it(validator: Validator) -> None:
    inner = bundle("collection", entry(patient(gender="x"), URN))

    found = validator.validate(bundle("collection", entry(inner, OTHER)))

    assert [issue.path for issue in found] == ["Bundle.entry[0].resource.entry[0].resource.gender"]
