"""CredentialVerification <-> VerificationResult (National Directory)."""

from __future__ import annotations

import re

from pss_fhir.domain.verification import CredentialVerification, VerificationStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.parts import Json, begin, coding, concept, reference
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import VERIFICATION_PROFILE
from pss_fhir.r4.dates import format_date
from pss_fhir.r4.references import type_of_ref

_WRITTEN = {
    VerificationStatus.ATTESTED: "attested",
    VerificationStatus.VALIDATED: "validated",
    VerificationStatus.IN_PROCESS: "in-process",
    VerificationStatus.MUST_BE_REPEATED: "req-revalid",
    VerificationStatus.FAILED: "val-fail",
    VerificationStatus.FAILED_AGAIN: "reval-fail",
}
_READ = {code: status for status, code in _WRITTEN.items()}
_OUTCOMES = {
    VerificationStatus.VALIDATED: "successful",
    VerificationStatus.FAILED: "failed",
    VerificationStatus.FAILED_AGAIN: "failed",
}
_LOCATION = re.compile(r"(?:Practitioner\.)?qualifications?\[(\d{1,3})\].*", re.ASCII)
"""NDH's own example misspells the element as qualifications; both are read."""
CONCEPT = Concept(
    words="a verification of a credential",
    record=CredentialVerification,
    resource_types=("VerificationResult",),
    profile=VERIFICATION_PROFILE,
    reads=(
        "id",
        "target",
        "targetLocation",
        "status",
        "statusDate",
        "frequency",
        "lastPerformed",
        "nextScheduled",
        "primarySource",
        "attestation",
    ),
    losses=(Loss("ref", "it is a urn:uuid", "a VerificationResult has no identifier to hold it"),),
)


def to_fhir(verification: CredentialVerification) -> models.VerificationResult:
    """The check as a VerificationResult; its profile asks for its days and for who asked."""
    held = verification.ref if verification.ref and type_of_ref(verification.ref) else None
    is_whole = verification.status_on and verification.checked_on and verification.checked_by_ref
    made = begin("VerificationResult", held, (VERIFICATION_PROFILE,) if is_whole else ())
    made["target"] = [reference(verification.specialist_ref)]
    made["targetLocation"] = [f"Practitioner.qualification[{verification.credential_index}]"]
    repeats = verification.every_years is not None or verification.next_on is not None
    made["need"] = concept(coding(systems.VERIFICATION_NEED, "periodic" if repeats else "initial"))
    made["status"] = _WRITTEN[verification.status]
    if verification.status_on:
        made["statusDate"] = format_date(verification.status_on)
    made["validationType"] = concept(coding(systems.VALIDATION_TYPE, "primary"))
    made["validationProcess"] = [concept(coding(systems.VALIDATION_PROCESS, "primary"))]
    if verification.every_years:
        repeat = {"frequency": 1, "period": verification.every_years, "periodUnit": "a"}
        made["frequency"] = {"repeat": repeat}
    if verification.checked_on:
        made["lastPerformed"] = format_date(verification.checked_on)
    if verification.next_on:
        made["nextScheduled"] = format_date(verification.next_on)
    made["failureAction"] = concept(coding(systems.FAILURE_ACTION, "warn"))
    made["primarySource"] = [_source(verification)]
    if verification.checked_by_ref:
        made["attestation"] = _attestation(verification)
    return models.VerificationResult.model_validate(made)


def _source(verification: CredentialVerification) -> Json:
    made: Json = {"who": reference(verification.issuer_ref)} if verification.issuer_ref else {}
    made["type"] = [concept(coding(systems.PRIMARY_SOURCE_TYPE, "issuer"))]
    outcome = _OUTCOMES.get(verification.status, "unknown")
    made["validationStatus"] = concept(coding(systems.VALIDATION_STATUS, outcome))
    return made


def _attestation(verification: CredentialVerification) -> Json:
    made: Json = {
        "who": reference(str(verification.checked_by_ref)),
        "communicationMethod": concept(coding(systems.VERIFICATION_METHOD, "portal")),
    }
    if verification.checked_on:
        made["date"] = format_date(verification.checked_on)
    return made


def read(result: Element) -> CredentialVerification:
    """The check of a credential that a VerificationResult describes.

    Raises:
        Unreadable: it does not say whose credential, which one, or what was found; noted in the report.
    """
    words = CONCEPT.words
    target = result.first("target")
    source = result.first("primarySource")
    attestation = result.one("attestation")
    return result.build(
        CredentialVerification,
        ref=result.report.ref,
        specialist_ref=result.require(target.own_ref() if target else None, "target", words),
        credential_index=result.require(_index(result), "targetLocation", words),
        status=result.require(result.code("status", _READ), "status", words),
        status_on=result.day("statusDate"),
        checked_on=result.day("lastPerformed"),
        next_on=result.day("nextScheduled"),
        every_years=_every_years(result),
        issuer_ref=source.ref("who") if source else None,
        checked_by_ref=attestation.ref("who") if attestation else None,
    )


def _index(result: Element) -> int | None:
    found = (_LOCATION.fullmatch(text) for text in result.texts("targetLocation"))
    return next((int(match[1]) for match in found if match), None)


def _every_years(result: Element) -> int | None:
    frequency = result.one("frequency")
    repeat = frequency.one("repeat") if frequency else None
    if repeat is None or repeat.string("periodUnit") != "a" or repeat.count("frequency") not in (None, 1):
        return None
    years = repeat.count("period")
    return years if years and years <= 10 else None
