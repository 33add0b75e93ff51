"""BackgroundCheck <-> VerificationResult; it stays in the agency's own store."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pss_fhir.domain.record import Ref
from pss_fhir.domain.staff import BackgroundCheck, CheckKind, StaffId
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.extension_parts import ExtensionParts
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, extension_of_parts
from pss_fhir.mapping.staff_record import read_own_person, write_person
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import BACKGROUND_CHECK_PROFILE, CHECK
from pss_fhir.r4.dates import format_date

_KINDS = {kind.value: kind for kind in CheckKind}
_NOBODY: Mapping[StaffId, Ref] = MappingProxyType({})
CONCEPT = Concept(
    words="a background check",
    record=BackgroundCheck,
    resource_types=("VerificationResult",),
    profile=BACKGROUND_CHECK_PROFILE,
    reads=("extension", "target", "lastPerformed"),
)


def to_fhir(check: BackgroundCheck, *, people: Mapping[StaffId, Ref] = _NOBODY) -> models.VerificationResult:
    """The check as a VerificationResult.

    Whether what was found stands in the way of the work is for people to judge: the status says only
    whether the check is done.

    Args:
        check: one row of the staff folder.
        people: the Practitioner of each staff id, where the agency's server holds it.
    """
    return models.VerificationResult.model_validate(write(check, people=people))


def write(check: BackgroundCheck, *, people: Mapping[StaffId, Ref] = _NOBODY) -> Json:
    """The check as VerificationResult JSON, not checked by a model."""
    made = begin("VerificationResult", None, (BACKGROUND_CHECK_PROFILE,))
    requested = format_date(check.requested_on) if check.requested_on else None
    made["extension"] = [
        extension_of_parts(
            CHECK,
            (
                ("kind", "valueCode", check.kind.value),
                ("requestedOn", "valueDate", requested),
                ("result", "valueString", check.result),
            ),
        )
    ]
    made["target"] = [write_person(check.staff_id, people)]
    made["need"] = concept(coding(systems.VERIFICATION_NEED, "initial"))
    made["status"] = "validated" if check.completed_on else "in-process"
    made["validationType"] = concept(coding(systems.VALIDATION_TYPE, "primary"))
    made["validationProcess"] = [concept(coding(systems.VALIDATION_PROCESS, "primary"))]
    if check.completed_on:
        made["statusDate"] = made["lastPerformed"] = format_date(check.completed_on)
    made["failureAction"] = concept(coding(systems.FAILURE_ACTION, "fatal"))
    made["primarySource"] = [{"type": [concept(coding(systems.PRIMARY_SOURCE_TYPE, "auth-source"))]}]
    return made


def is_background_check(result: Element) -> bool:
    """Whether a VerificationResult is about a look-up of staff, by its extension."""
    return result.extension(CHECK) is not None


def read(result: Element) -> BackgroundCheck:
    """The check that a VerificationResult of this project's making holds.

    Raises:
        Unreadable: it does not say whom or what was looked up; noted in the report.
    """
    words = CONCEPT.words
    parts = ExtensionParts(result.require(result.extension(CHECK), "extension", words))
    target = result.first("target")
    return result.build(
        BackgroundCheck,
        staff_id=result.require(read_own_person(target) if target else None, "target", words),
        kind=result.require(parts.code("kind", _KINDS), "extension.kind", words),
        requested_on=parts.day("requestedOn"),
        completed_on=result.day("lastPerformed"),
        result=parts.text("result"),
    )
