"""SupportingRecord <-> Claim.supportingInfo, each described as Da Vinci PAS 2.2.1 asks.

PAS 2.0.1 takes any resource without a description; 2.2.1 wants the extension documentInformation with the
kind of document (X12 755), so that its intermediaries can fill the PWK segment of an X12 278.
"""

from __future__ import annotations

from collections.abc import Iterable

from pss_fhir.domain.authorization_request import SupportingRecord, SupportKind
from pss_fhir.domain.record import Ref
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding, concept, extension_of_parts, reference
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import PAS_DOCUMENT_INFORMATION
from pss_fhir.r4.references import type_of_ref

_ADDITIONAL = coding("http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes", "additionalInformation")
_REPORT_TYPES = {
    SupportKind.ORDER: "B3",
    SupportKind.PLAN: "08",
    SupportKind.ASSESSMENT: "06",
    SupportKind.PROGRESS: "09",
    SupportKind.OTHER: "77",
}
"""X12 755 as the 278 request takes it in PWK01: physician order, plan of treatment, initial assessment,
progress report, support data for verification."""
_KINDS = {code: kind for kind, code in _REPORT_TYPES.items()}
_KINDS_OF_TYPES = {"ServiceRequest": SupportKind.ORDER, "CarePlan": SupportKind.PLAN}
"""What a record is by its type, where a request does not say what it sends."""


def write_supporting(records: Iterable[SupportingRecord]) -> list[Json]:
    """The supportingInfo entries, numbered from 1."""
    return [
        {
            "sequence": number,
            "extension": [_described(record.kind)],
            "category": concept(_ADDITIONAL),
            "valueReference": reference(record.ref),
        }
        for number, record in enumerate(records, 1)
    ]


def _described(kind: SupportKind) -> Json:
    code = concept(coding(systems.X12_REPORT_TYPE, _REPORT_TYPES[kind]))
    return extension_of_parts(PAS_DOCUMENT_INFORMATION, [("reportTypeCode", "valueCodeableConcept", code)])


def read_supporting(claim: Element) -> tuple[SupportingRecord, ...]:
    """What a Claim sends along by reference, in order; words and dates among it are left alone."""
    return tuple(
        SupportingRecord(kind=_kind(each, ref), ref=ref)
        for each in claim.several("supportingInfo")
        if each.has("valueReference") and (ref := each.ref("valueReference"))
    )


def _kind(entry: Element, ref: Ref) -> SupportKind:
    described = entry.extension(PAS_DOCUMENT_INFORMATION)
    report_type = described.extension("reportTypeCode") if described else None
    for system, code in report_type.codings("valueCodeableConcept") if report_type else ():
        if system == systems.X12_REPORT_TYPE and code in _KINDS:
            return _KINDS[code]
    return _KINDS_OF_TYPES.get(type_of_ref(ref) or "", SupportKind.OTHER)
