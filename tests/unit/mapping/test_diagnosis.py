"""Diagnoses, as the project and as others write them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.diagnosis import Diagnosis, DiagnosisKind, DiagnosisStatus
from pss_fhir.issues import Severity
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.validation import Validator
from tests.builders import CLIENT_REF
from tests.builders_care import DIAGNOSIS
from tests.unit.profiles.guide import example

SNOMED = {"system": "http://snomed.info/sct", "code": "35489007", "display": "Depressive disorder"}


def condition(**elements: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": "1",
        "subject": {"reference": CLIENT_REF},
        "code": {"coding": [SNOMED]},
        **elements,
    }


def read(resource: dict[str, Any]) -> Diagnosis:
    found = from_fhir(resource)
    assert isinstance(found, Diagnosis)
    return found


def test_example_of_the_guide_is_read() -> None:
    assert read(example("Condition-condition-ana")).words == "Depressive disorder"


@pytest.mark.parametrize("status", DiagnosisStatus)
def test_each_status_is_written_validly_and_comes_back(status: DiagnosisStatus) -> None:
    diagnosis = DIAGNOSIS.model_copy(update={"status": status})
    written = as_json(to_fhir(diagnosis))

    assert [issue for issue in Validator().validate(written) if issue.severity is Severity.ERROR] == []
    assert read(written) == diagnosis


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("F10.20", DiagnosisKind.SUBSTANCE_USE),
        ("F19", DiagnosisKind.SUBSTANCE_USE),
        ("F20.0", DiagnosisKind.MENTAL_HEALTH),
        ("F70", DiagnosisKind.DEVELOPMENTAL),
        ("F84.0", DiagnosisKind.DEVELOPMENTAL),
        ("Z59.01", DiagnosisKind.OTHER),
        (None, None),
    ],
)
def test_kind_follows_from_the_code(code: str | None, kind: DiagnosisKind | None) -> None:
    assert DIAGNOSIS.model_copy(update={"icd_10": code}).kind is kind


def test_diagnosis_of_others_in_another_code_is_read_in_words_and_counts_as_active() -> None:
    found = read(condition())

    assert (found.icd_10, found.words, found.status) == (None, "Depressive disorder", DiagnosisStatus.ACTIVE)


@pytest.mark.parametrize(
    ("element", "code", "status"),
    [
        ("clinicalStatus", "relapse", DiagnosisStatus.ACTIVE),
        ("clinicalStatus", "inactive", DiagnosisStatus.RESOLVED),
        ("clinicalStatus", "nonsense", DiagnosisStatus.ACTIVE),
        ("verificationStatus", "refuted", DiagnosisStatus.RETRACTED),
    ],
)
def test_statuses_of_others_are_understood(element: str, code: str, status: DiagnosisStatus) -> None:
    assert read(condition(**{element: {"coding": [{"code": code}]}})).status is status


def test_code_of_icd_10_in_lower_case_is_read_and_one_of_another_form_is_not() -> None:
    icd = "http://hl7.org/fhir/sid/icd-10-cm"

    assert read(condition(code={"coding": [{"system": icd, "code": "f32.9"}]})).icd_10 == "F32.9"
    assert read(condition(code={"coding": [{"system": icd, "code": "?"}], "text": "x"})).icd_10 is None


def test_condition_that_says_nothing_is_told() -> None:
    without = condition()
    del without["code"]

    assert [issue.code for issue in read_all([without]).issues] == ["mapping.refused"]
    with pytest.raises(ValidationError, match="a code or words"):
        Diagnosis(ref="Condition/1", client_ref=CLIENT_REF, status=DiagnosisStatus.ACTIVE)
