"""``convertsToX()`` says of every text what ``toX()`` would make of it."""

from __future__ import annotations

import pytest

from pss_fhir.r4.fhirpath import compile_expression

ACCEPTED = {
    "Boolean": ["'true'", "'F'", "'Yes'", "'0.0'", "1", "0.0", "true"],
    "Integer": ["'-7'", "'+7'", "7", "true"],
    "Decimal": ["'1.5'", "'-2'", "7", "1.5", "false"],
    "Date": ["'2024'", "'2024-02-29'", "@2024-02", "@2024-02-29T10:00:00Z"],
    "DateTime": ["'2024'", "'2024-02-29T10:00:00.5+02:00'", "@2024-02"],
    "Time": ["'23:59'", "'23:59:59.999'", "@T10"],
    "Quantity": ["'4 days'", "'4.5 \\'mg\\''", "'4'", "4", "4.5", "4 'mg'"],
    "String": ["'x'", "1", "1.50", "true", "@2024", "@T10:00", "4 'mg'", "4 days"],
}
REFUSED = {
    "Boolean": ["'maybe'", "2", "@2024"],
    "Integer": ["'1.5'", "'x'", "1.5"],
    "Decimal": ["'1.'", "'1e5'", "@2024"],
    "Date": ["'2023-02-29'", "'2024-13'", "'x'", "@T10:00", "1"],
    "DateTime": ["'2024-02-30T10:00:00Z'", "'2024T10:00'", "@T10:00"],
    "Time": ["'24:01'", "'x'", "@2024"],
    "Quantity": ["'4 lightyears'", "'x'", "@2024"],
    "String": ["%resource"],
}
RESOURCE = {"resourceType": "Basic", "id": "b"}


@pytest.mark.parametrize(
    ("kind", "text", "accepted"),
    [(kind, text, True) for kind, texts in ACCEPTED.items() for text in texts]
    + [(kind, text, False) for kind, texts in REFUSED.items() for text in texts],
)
def test_converts_to_agrees_with_to(kind: str, text: str, accepted: bool) -> None:
    says = compile_expression(f"{text}.convertsTo{kind}()").evaluate(RESOURCE)
    made = compile_expression(f"{text}.to{kind}()").evaluate(RESOURCE)
    assert says == [accepted]
    assert bool(made) is accepted


@pytest.mark.parametrize("kind", ACCEPTED)
def test_conversion_of_nothing_is_nothing(kind: str) -> None:
    assert compile_expression(f"{{}}.to{kind}()").evaluate(RESOURCE) == []
    assert compile_expression(f"{{}}.convertsTo{kind}()").evaluate(RESOURCE) == []


def test_to_quantity_with_a_unit_takes_only_that_unit() -> None:
    assert compile_expression("'4 \\'mg\\''.toQuantity('mg').exists()").evaluate(RESOURCE) == [True]
    assert compile_expression("'4 \\'mg\\''.toQuantity('mL').exists()").evaluate(RESOURCE) == [False]


def test_a_decimal_keeps_its_written_digits() -> None:
    """0.1 + 0.2 is 0.3, and 1.50 stays 1.50: no binary fractions on the way."""
    assert compile_expression("0.1 + 0.2 = 0.3").evaluate(RESOURCE) == [True]
    assert compile_expression("1.50.toString()").evaluate(RESOURCE) == ["1.50"]


def test_a_json_float_counts_as_the_decimal_it_was_written_as() -> None:
    observation = {"resourceType": "Observation", "valueQuantity": {"value": 0.1, "code": "mg"}}
    assert compile_expression("value.value = 0.1").evaluate(observation) == [True]
    assert compile_expression("value.value + 0.2 = 0.3").evaluate(observation) == [True]


def test_get_value_leaves_extensions_behind() -> None:
    patient = {"resourceType": "Patient", "_birthDate": {"extension": [{"url": "u"}]}, "gender": "other"}
    assert compile_expression("gender.getValue()").evaluate(patient) == ["other"]
    assert compile_expression("birthDate.getValue()").evaluate(patient) == []
    assert compile_expression("birthDate.exists()").evaluate(patient) == [True]
