"""Coverage <-> Coverage (US Core Coverage)."""

from __future__ import annotations

from pss_fhir.domain.payer import Coverage, CoverageStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import ABSENT, begin, coding, concept, period_of_days, reference
from pss_fhir.r4.canonicals import COVERAGE_PROFILE, US_CORE_COVERAGE
from pss_fhir.r4.systems import IDENTIFIER_TYPE, SUBSCRIBER_RELATIONSHIP, same_system

_STATUSES = {
    "active": CoverageStatus.ACTIVE,
    "cancelled": CoverageStatus.CANCELLED,
    "draft": CoverageStatus.DRAFT,
    "entered-in-error": CoverageStatus.RETRACTED,
}
_WRITTEN = {status: code for code, status in _STATUSES.items()}
CONCEPT = Concept(
    words="a coverage",
    record=Coverage,
    resource_types=("Coverage",),
    profile=COVERAGE_PROFILE,
    reads=("id", "identifier", "status", "subscriberId", "beneficiary", "period", "payor"),
)


def to_fhir(coverage: Coverage) -> models.Coverage:
    """The coverage as a US Core Coverage; the person is the subscriber, as in Medicaid.

    The member number stands in both places that US Core knows, and the subscriber is named: Da Vinci PAS
    2.2.1 asks for them (PAS Coverage; 2.0.1 does not).
    """
    made = begin("Coverage", coverage.ref, (COVERAGE_PROFILE, US_CORE_COVERAGE))
    made["status"] = _WRITTEN[coverage.status]
    if coverage.member_identifier:
        number = {"type": concept(coding(IDENTIFIER_TYPE, "MB")), "value": coverage.member_identifier}
        made.setdefault("identifier", []).append(number)
        made["subscriberId"] = coverage.member_identifier
    else:
        made["_subscriberId"] = dict(ABSENT)
    made["subscriber"] = made["beneficiary"] = reference(coverage.client_ref)
    made["relationship"] = concept(coding(SUBSCRIBER_RELATIONSHIP, "self"))
    if period := period_of_days(coverage.days):
        made["period"] = period
    made["payor"] = [payer_reference(coverage.payer_ref, coverage.payer_name)]
    return models.Coverage.model_validate(made)


def payer_reference(ref: str | None, name: str | None) -> dict[str, object]:
    """A Reference to a payer, marked as absent where neither reference nor name is known."""
    parts = {"reference": ref, "display": name}
    return {key: value for key, value in parts.items() if value is not None} or dict(ABSENT)


def read_payer(payer: Element | None) -> tuple[str | None, str | None]:
    """Reference and name of a payer; the name of the Organization at hand where none stands beside it."""
    if payer is None:
        return None, None
    name = payer.text("display")
    organization = payer.target()
    if name is None and organization is not None:
        name = organization.text("name")
    is_contained = (payer.string("reference") or "").startswith("#")
    return None if is_contained else payer.own_ref(), name


def read(coverage: Element) -> Coverage:
    """The coverage that a Coverage describes; the member number before the subscriber's.

    Raises:
        Unreadable: no id, status or person; noted in the report.
    """
    ref, _ = coverage.known_as()
    payer_ref, payer_name = read_payer(coverage.one("payor"))
    return coverage.build(
        Coverage,
        ref=ref,
        client_ref=coverage.require(coverage.ref("beneficiary"), "beneficiary", CONCEPT.words),
        status=coverage.require(coverage.code("status", _STATUSES), "status", CONCEPT.words),
        payer_ref=payer_ref,
        payer_name=payer_name,
        member_identifier=_member_number(coverage),
        days=coverage.days("period"),
    )


def _member_number(coverage: Element) -> str | None:
    for item in coverage.several("identifier"):
        types = item.codings("type")
        if any(same_system(system, IDENTIFIER_TYPE) and code == "MB" for system, code in types):
            return item.string("value")
    return coverage.string("subscriberId")
