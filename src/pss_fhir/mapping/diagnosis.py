"""Diagnosis <-> Condition (US Core problems and health concerns), labelled by its sensitivity."""

from __future__ import annotations

import re

from pss_fhir.domain.diagnosis import Diagnosis, DiagnosisKind, DiagnosisStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, reference
from pss_fhir.r4.canonicals import DIAGNOSIS_PROFILE, US_CORE_CONDITION
from pss_fhir.r4.dates import format_date
from pss_fhir.r4.systems import (
    ACT_CODE,
    CONDITION_CATEGORY,
    CONDITION_CLINICAL,
    CONDITION_VERIFICATION,
    ICD_10_CM,
    same_system,
)

_READ = {
    "active": DiagnosisStatus.ACTIVE,
    "recurrence": DiagnosisStatus.ACTIVE,
    "relapse": DiagnosisStatus.ACTIVE,
    "remission": DiagnosisStatus.REMISSION,
    "inactive": DiagnosisStatus.RESOLVED,
    "resolved": DiagnosisStatus.RESOLVED,
}
_LABELS = {
    DiagnosisKind.SUBSTANCE_USE: coding(ACT_CODE, "SUD", "substance use disorder information sensitivity"),
    DiagnosisKind.MENTAL_HEALTH: coding(ACT_CODE, "MH", "mental health information sensitivity"),
}
"""Sensitivity of a kind (HL7 Terminology 7.3.0, v3-ActCode)."""
_NOT_SO = frozenset({"entered-in-error", "refuted"})
_ICD_10 = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", re.ASCII)
CONCEPT = Concept(
    words="a diagnosis",
    record=Diagnosis,
    resource_types=("Condition",),
    profile=DIAGNOSIS_PROFILE,
    reads=(
        "id",
        "identifier",
        "clinicalStatus",
        "verificationStatus",
        "code",
        "subject",
        "recordedDate",
    ),
)


def to_fhir(diagnosis: Diagnosis) -> models.Condition:
    """The diagnosis as a Condition on the problem list."""
    profiles = (DIAGNOSIS_PROFILE, US_CORE_CONDITION)
    made = begin("Condition", diagnosis.ref, profiles, diagnosis.identifiers)
    if diagnosis.kind in _LABELS:
        made["meta"]["security"] = [_LABELS[diagnosis.kind]]
    if diagnosis.status is DiagnosisStatus.RETRACTED:
        made["verificationStatus"] = concept(coding(CONDITION_VERIFICATION, "entered-in-error"))
    else:
        made["clinicalStatus"] = concept(coding(CONDITION_CLINICAL, diagnosis.status.value))
    made["category"] = [concept(coding(CONDITION_CATEGORY, "problem-list-item", "Problem List Item"))]
    codings = [coding(ICD_10_CM, diagnosis.icd_10)] if diagnosis.icd_10 else []
    made["code"] = concept(*codings, text=diagnosis.words)
    made["subject"] = reference(diagnosis.client_ref)
    if diagnosis.noted_on:
        made["recordedDate"] = format_date(diagnosis.noted_on)
    return models.Condition.model_validate(made)


def read(condition: Element) -> Diagnosis:
    """The diagnosis that a Condition describes, of whatever category.

    One without a clinical status counts as active, which is what a problem list without it means; a
    refuted one never was.

    Raises:
        Unreadable: no id or person, or neither a code nor words; noted in the report.
    """
    ref, identifiers = condition.known_as()
    return condition.build(
        Diagnosis,
        ref=ref,
        client_ref=condition.require(condition.ref("subject"), "subject", CONCEPT.words),
        status=_status(condition),
        icd_10=_code(condition),
        words=_words(condition),
        identifiers=identifiers,
        noted_on=condition.day("recordedDate"),
    )


def _status(condition: Element) -> DiagnosisStatus:
    if any(code in _NOT_SO for _, code in condition.codings("verificationStatus")):
        return DiagnosisStatus.RETRACTED
    for _, code in condition.codings("clinicalStatus"):
        if code in _READ:
            return _READ[code]
    return DiagnosisStatus.ACTIVE


def _code(condition: Element) -> str | None:
    for system, code in condition.codings("code"):
        if same_system(system, ICD_10_CM) and _ICD_10.fullmatch(code.upper()):
            return code.upper()
    return None


def _words(condition: Element) -> str | None:
    code = condition.one("code")
    if code is None:
        return None
    if text := code.text("text"):
        return text
    return next((words for held in code.coded() if (words := held.text("display"))), None)
