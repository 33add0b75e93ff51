"""HL7's validator on a request for units with order, plan and assessment, by PAS 2.0.1 and 2.2.1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from pss_fhir.mapping.pas_bundle import to_pas_bundle
from tests.conformance.hl7.hl7_validator import judge
from tests.java import NotThere
from tests.pas_packet import BASE, BUNDLE_URN, MADE_AT, REQUEST, RESOURCES, packet

PAS = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition"
AROUND = (
    "hl7.fhir.us.davinci-hrex#1.2.0",
    "hl7.fhir.us.eltss#2.0.0",
    "hl7.fhir.us.ndh#2.0.0-current",
    "ihe.iti.balp#1.1.5",
)
MEDIA_TYPES = {"UNABLE_TO_INFER_CODESYSTEM", "Terminology_TX_NoValid_16"}
"""What the validator says of every media type when it has no terminology server (accepted.toml)."""
Json = dict[str, Any]


def errors(resources: Iterable[Json], *guides: str) -> list[set[tuple[str, str]]]:
    """Message id and place of the errors in each resource."""
    try:
        answers = judge(resources, guides=(*guides, *AROUND))
    except NotThere as missing:
        pytest.skip(str(missing))
    assert [each.get("refused") for each in answers] == [None] * len(answers)
    return [
        {(each["id"], each["where"]) for each in answer["findings"] if each["severity"] in ("error", "fatal")}
        for answer in answers
    ]


def claiming(resource: Json, profile: str) -> Json:
    return {**resource, "meta": {"profile": [f"{PAS}/{profile}"]}}


@pytest.mark.interop
@pytest.mark.timeout(1800)
def test_request_when_judged_by_pas_2_0_1_then_media_types_alone_are_doubted() -> None:
    request = claiming(packet(), "profile-pas-request-bundle|2.0.1")

    (found,) = errors([request], "hl7.fhir.us.core#6.1.0", "hl7.fhir.us.davinci-pas#2.0.1")

    assert {code for code, _ in found} <= MEDIA_TYPES


@pytest.mark.interop
@pytest.mark.timeout(1800)
def test_request_when_judged_by_pas_2_2_1_then_media_types_alone_are_doubted() -> None:
    """A document that is doubted is none that the Claim may name, so the documents are asked apart."""
    with_order = REQUEST.model_copy(update={"supporting": REQUEST.supporting[:1]})
    request = to_pas_bundle(
        with_order, RESOURCES, bundle_identifier=BUNDLE_URN, made_at=MADE_AT, base_url=BASE
    )
    undescribed = packet()["entry"][0]["resource"]
    del undescribed["supportingInfo"][1]["extension"]
    documents = [each for each in RESOURCES if each["resourceType"] == "DocumentReference"]
    asked = [
        claiming(request, "profile-pas-request-bundle|2.2.1"),
        claiming(undescribed, "profile-claim|2.2.1"),
        *(claiming(each, "profile-documentreference|2.2.1") for each in documents),
    ]

    whole, lacking, *alone = errors(asked, "hl7.fhir.us.core#7.0.0", "hl7.fhir.us.davinci-pas#2.2.1")

    assert whole == set()
    assert {where for _, where in lacking} == {"Claim.supportingInfo[1]"}
    assert [{code for code, _ in found} for found in alone] == [MEDIA_TYPES] * len(documents)
