"""The quick JSON is the same JSON as the models' own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.mapping.note_response import to_questionnaire_response
from tests.builders import (
    make_addendum,
    make_authorization,
    make_client,
    make_contact,
    make_coverage,
    make_credential,
    make_goal,
    make_note,
    make_order,
    make_plan,
    make_specialist,
)

RECORDS = (
    make_client(identifiers=()),
    make_specialist(credentials=(make_credential(hours=1.25),)),
    make_plan(),
    make_goal(),
    make_order(),
    make_authorization(),
    make_coverage(),
    make_contact(),
    make_note(),
    make_addendum(),
)
ODD: tuple[dict[str, Any], ...] = (
    {
        "resourceType": "Patient",
        "contained": [{"resourceType": "Organization", "id": "1", "name": "x"}],
        "name": [
            {"given": ["a", None], "_given": [None, {"extension": [{"url": "x", "valueTime": "10:00:00"}]}]}
        ],
        "birthDate": "1970-01",
        "_gender": {"extension": [{"url": "x", "valueDecimal": 1.5}]},
        "multipleBirthInteger": 2,
        "photo": [{"data": "w6TDtg==", "url": "https://ehr.example/fhir/Binary/1"}],
    },
    {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "valueTime": "10:00:00"},
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_json_of_a_record_is_the_models_own(record: Any) -> None:
    model = to_fhir(record)

    assert as_json(model) == json.loads(model.model_dump_json())


def test_json_of_answers_is_the_models_own() -> None:
    model = to_questionnaire_response(make_note())

    assert as_json(model) == json.loads(model.model_dump_json())


@pytest.mark.parametrize("resource", ODD, ids=lambda resource: resource["resourceType"])
def test_json_of_odd_resources_is_the_models_own_in_order(resource: dict[str, Any]) -> None:
    model = get_fhir_model_class(resource["resourceType"]).model_validate(resource)

    written = as_json(model)

    assert written == json.loads(model.model_dump_json())
    assert list(written) == list(json.loads(model.model_dump_json()))
