"""What is written keeps the profiles it names: the project's own, which derive from US Core 6.1.0."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.domain.people import PersonName
from pss_fhir.issues import Issue, Severity
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.mapping.note import to_document_reference
from pss_fhir.mapping.note_response import to_questionnaire_response
from pss_fhir.mapping.note_shape import ORACLE, EncounterLink, NoteShape
from pss_fhir.mapping.provenance import to_provenance
from pss_fhir.mapping.specialist import to_practitioner_role
from pss_fhir.r4.extension_shapes import EXTENSIONS
from pss_fhir.validation import Validator
from tests.builders import (
    NOTE_REF,
    make_addendum,
    make_authorization,
    make_client,
    make_contact,
    make_coverage,
    make_credential,
    make_goal,
    make_group_contact,
    make_note,
    make_order,
    make_plan,
    make_specialist,
)
from tests.builders_care import WHOLE_RECORDS
from tests.builders_work import WORK_RECORDS
from tests.examples import calm
from tests.strategies_records import RECORDS

AGENCY = "Organization/agency"


@cache
def validator() -> Validator:
    """One validator for all tests; it knows US Core and the project's own guide."""
    return Validator()


def errors_of(resource: dict[str, Any]) -> Iterator[Issue]:
    """What is wrong with the form of a resource.

    Left out: the project's own rules about the work itself, which a record may break and the mapping must
    not hide. Those of FHIR, US Core and the other guides are about the form and must be kept.
    """
    for issue in validator().validate(resource):
        if issue.severity is Severity.ERROR and not _is_rule_of_the_work(issue):
            yield issue


def _is_rule_of_the_work(issue: Issue) -> bool:
    return issue.code == "validate.invariant" and " [pss-" in issue.message


WRITTEN = {
    "client": to_fhir(make_client()),
    "client of whom little is known": to_fhir(make_client(identifiers=(), name=PersonName(text="R"))),
    "specialist": to_fhir(make_specialist()),
    "specialist without numbers": to_fhir(
        make_specialist(npi=None, credentials=(), name=PersonName(given=("Jo",)))
    ),
    "specialist with a course": to_fhir(make_specialist(npi=None, credentials=(make_credential(hours=60),))),
    "role": to_practitioner_role(make_specialist(), organization_ref=AGENCY, phone="555-0100"),
    "plan": to_fhir(make_plan()),
    "unsigned plan": to_fhir(make_plan(signatures=())),
    "goal": to_fhir(make_goal()),
    "goal in others' words": to_fhir(make_goal(is_own_words=False)),
    "order": to_fhir(make_order()),
    "authorization": to_fhir(make_authorization(units_used_by_payer=12, modifiers=("HQ",))),
    "authorization of which little is known": to_fhir(
        make_authorization(number=None, payer_ref=None, payer_name=None, units=None)
    ),
    "coverage": to_fhir(make_coverage()),
    "coverage of whom little is known": to_fhir(
        make_coverage(member_identifier=None, payer_ref=None, payer_name=None)
    ),
    "contact": to_fhir(make_contact()),
    "group contact": to_fhir(make_group_contact()),
    "contact of which little is known": to_fhir(
        make_contact(service_code=None, modality=None, place=None, specialist_ref=None)
    ),
    "note": to_fhir(make_note(), client=make_client()),
    "note with its contact inside": to_document_reference(
        make_note(), shape=NoteShape(encounter=EncounterLink.CONTAINED, is_part_2=True)
    ),
    "note in Oracle's shape": to_document_reference(make_note(), shape=ORACLE),
    "note as answers": to_questionnaire_response(make_note()),
    "addendum": to_fhir(make_addendum()),
    "provenance": to_provenance(make_note(), target_ref=NOTE_REF, agency_ref=AGENCY),
    **{name: to_fhir(record) for name, record in (WHOLE_RECORDS | WORK_RECORDS).items()},
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_is_valid(name: str) -> None:
    issues = validator().validate(as_json(WRITTEN[name]))

    assert [str(issue) for issue in issues if issue.severity is Severity.ERROR] == []


def test_broken_resource_is_found_out_so_that_the_tests_above_mean_something() -> None:
    goal = as_json(to_fhir(make_goal()))
    del goal["lifecycleStatus"]

    assert list(errors_of(goal))


@pytest.mark.parametrize("name", RECORDS)
@calm(15)
@given(data=st.data())
def test_whatever_a_record_holds_is_written_in_a_valid_form(name: str, data: st.DataObject) -> None:
    written = as_json(to_fhir(data.draw(RECORDS[name])))

    assert [str(issue) for issue in errors_of(written)] == []


@pytest.mark.parametrize("shape", EXTENSIONS, ids=lambda shape: shape.url.rpartition("/")[2])
def test_every_extension_is_defined_in_the_guide_as_the_table_says(shape: Any) -> None:
    example = {"url": shape.url, "valueBase64Binary": "AA=="}

    issues = validator().validate({"resourceType": "Flag", "extension": [example]})

    codes = {issue.code for issue in issues}
    assert "validate.extension-unknown" not in codes
    assert "validate.extension-context" in codes
