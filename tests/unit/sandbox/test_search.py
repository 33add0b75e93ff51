"""The parts of search: the table, the path walker, dates."""

from __future__ import annotations

import math

import pytest

from pss_fhir.sandbox.search.dates import Span, compare, read_period, read_span
from pss_fhir.sandbox.search.generate import rows_of, short_path
from pss_fhir.sandbox.search.paths import parse_path, walk
from pss_fhir.sandbox.search.query import split_values
from pss_fhir.sandbox.search.table import compartment_parameters, parameters_of, resource_types
from pss_fhir.sandbox.search.values import Link, Token, Words, values_of

HOUR = 3600.0


def test_every_path_of_the_table_can_be_read() -> None:
    for resource_type in resource_types():
        for definition in parameters_of(resource_type).values():
            for path in definition.paths:
                assert parse_path(path)


@pytest.mark.parametrize(
    ("resource_type", "codes"),
    [
        ("Patient", "identifier family given name birthdate gender _id _lastUpdated"),
        ("Practitioner", "identifier name"),
        ("PractitionerRole", "practitioner specialty organization"),
        ("CarePlan", "patient category date status"),
        ("Goal", "patient lifecycle-status target-date description"),
        ("ServiceRequest", "patient code status category authored"),
        ("Encounter", "patient date status class type identifier location"),
        ("DocumentReference", "patient category type date period status identifier"),
        ("Coverage", "patient beneficiary status"),
        ("ClaimResponse", "patient use status"),
        ("ExplanationOfBenefit", "patient status created"),
        ("QuestionnaireResponse", "patient questionnaire status authored identifier"),
        ("Observation", "patient category code date status"),
        ("Condition", "patient category clinical-status code"),
        ("Provenance", "patient target"),
        ("CareTeam", "patient status"),
        ("Communication", "patient identifier"),
        ("Basic", "patient code subject"),
        ("Task", "patient owner status"),
        ("EpisodeOfCare", "patient status care-manager"),
        ("Organization", "name address identifier"),
        ("Location", "name address identifier"),
    ],
)
def test_table_holds_what_us_core_and_a_chart_search_by(resource_type: str, codes: str) -> None:
    assert set(codes.split()) <= set(parameters_of(resource_type))


def test_compartment_is_that_of_the_definition() -> None:
    assert set(compartment_parameters("DocumentReference")) == {"subject", "author"}
    assert compartment_parameters("Organization") == ()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("name family", ["HTEST"]),
        ("name given", ["A", "B"]),
        ("telecom[system=phone] value", ["1"]),
        ("value:Quantity value", [5]),
        ("value", [{"value": 5}]),
        ("value:string", []),
        ("deceased?", [True]),
        ("absent?", [False]),
        ("subject->Patient reference", ["Patient/1"]),
        ("subject->Group reference", []),
        ("name[0] given", ["A"]),
        ("valueless", []),
    ],
)
def test_walk_finds(path: str, found: list[object]) -> None:
    resource = {
        "name": [{"family": "HTEST", "given": ["A"]}, {"given": ["B"]}],
        "telecom": [{"system": "phone", "value": "1"}, {"system": "email", "value": "2"}],
        "valueQuantity": {"value": 5},
        "deceasedDateTime": "2026",
        "subject": {"reference": "Patient/1"},
    }
    assert list(walk(resource, path)) == found


def test_path_when_it_has_another_form_then_value_error() -> None:
    with pytest.raises(ValueError, match="not a step"):
        parse_path("name..family")


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        ("name.family", "name family"),
        ("subject.where(resolve() is Patient)", "subject->Patient"),
        ("telecom.where(system='phone')", "telecom[system=phone]"),
        ("(target.due as date)", "target due:date"),
        ("onset.as(dateTime)", "onset:dateTime"),
        (
            "extension.where(url = 'http://example.org/a.b').extension.value.code",
            "extension[url=http://example.org/a.b] extension value code",
        ),
        ("entry[0].resource", "entry[0] resource"),
        ("deceased.exists() and deceased != false", None),
    ],
)
def test_expression_becomes_a_short_path(expression: str, path: str | None) -> None:
    assert short_path(expression) == path


def test_parameter_of_several_types_becomes_a_row_for_each() -> None:
    parameter = {
        "code": "patient",
        "type": "reference",
        "base": ["CarePlan", "Consent"],
        "expression": "CarePlan.subject.where(resolve() is Patient) | Consent.patient",
    }
    assert list(rows_of(parameter)) == [
        ("CarePlan", "patient", "reference", ["subject->Patient"]),
        ("Consent", "patient", "reference", ["patient"]),
    ]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026", 365 * 24 * HOUR),
        ("2026-02", 28 * 24 * HOUR),
        ("2026-12", 31 * 24 * HOUR),
        ("2026-11-02", 24 * HOUR),
        ("2026-11-01", 25 * HOUR),  # the clocks go back
        ("2026-03-08", 23 * HOUR),  # and forward
        ("2026-11-02T09:00:00-05:00", 1),
        ("2026-11-02T09:00", 60),
        ("2026-11-02T09:00:00.25Z", 0.01),
    ],
)
def test_date_covers_its_span(text: str, seconds: float) -> None:
    span = read_span(text)
    assert span.high - span.low == pytest.approx(seconds)


def test_date_without_zone_is_read_in_north_carolina() -> None:
    assert read_span("2026-11-02T09:00:00") == read_span("2026-11-02T14:00:00Z")


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-02-30", "today", "2026-11-02T25:00:00Z"])
def test_date_when_it_is_none_then_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_span(text)


def test_open_period_is_infinite() -> None:
    assert read_period(None, "2026").low == -math.inf
    assert read_period("2026", None).high == math.inf


@pytest.mark.parametrize(
    ("prefix", "target", "fits"),
    [
        ("eq", Span(1, 2), True),
        ("eq", Span(5, 15), False),
        ("ne", Span(5, 15), True),
        ("gt", Span(9, 11), True),
        ("gt", Span(5, 10), False),
        ("lt", Span(-1, 1), True),
        ("lt", Span(0, 1), False),
        ("ge", Span(5, 10), True),
        ("ge", Span(-5, 0), False),
        ("le", Span(0, 1), True),
        ("le", Span(10, 11), False),
        ("sa", Span(10, 11), True),
        ("sa", Span(9, 11), False),
        ("eb", Span(-1, 0), True),
        ("eb", Span(-1, 1), False),
        ("ap", Span(9, 20), True),
        ("ap", Span(10, 20), False),
    ],
)
def test_compare_follows_the_table_of_prefixes(prefix: str, target: Span, fits: bool) -> None:
    assert compare(prefix, target, Span(0, 10)) is fits


def test_values_that_cannot_be_read_are_passed_over() -> None:
    patient = {"resourceType": "Patient", "birthDate": "unknown", "identifier": ["x"], "name": [5]}
    table = parameters_of("Patient")
    assert list(values_of(patient, table["birthdate"])) == []
    assert list(values_of(patient, table["name"])) == []
    assert list(values_of({"identifier": [{"system": "s", "value": "v"}]}, table["identifier"])) == [
        Token("s", "v")
    ]
    assert list(values_of({"name": [{"family": "É"}]}, table["family"])) == [Words("É")]
    assert list(values_of({"generalPractitioner": [{"display": "x"}]}, table["general-practitioner"])) == []
    link = {"generalPractitioner": [{"reference": "Practitioner/1"}]}
    assert list(values_of(link, table["general-practitioner"])) == [Link("Practitioner/1")]


def test_split_keeps_escaped_marks() -> None:
    assert split_values(r"a\,b,c\|d", ",") == ("a,b", r"c\|d")
    assert split_values("a|b", "|") == ("a", "b")
