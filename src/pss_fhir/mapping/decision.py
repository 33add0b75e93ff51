"""What a payer decided: the X12 306 review action of PAS and PDex, and FHIR's outcome beside it."""

from __future__ import annotations

from pss_fhir.domain.payer import AuthorizationStatus
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding, concept, extension
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import (
    PAS_REVIEW_ACTION,
    PAS_REVIEW_ACTION_CODE,
    PDEX_REVIEW_ACTION,
    PDEX_REVIEW_ACTION_CODE,
)

_REVIEW_ACTIONS = (
    (PAS_REVIEW_ACTION, PAS_REVIEW_ACTION_CODE),
    (PDEX_REVIEW_ACTION, PDEX_REVIEW_ACTION_CODE),
)
_DECISIONS = {
    "A1": AuthorizationStatus.APPROVED,
    "A2": AuthorizationStatus.PARTIAL,
    "A3": AuthorizationStatus.DENIED,
    "A4": AuthorizationStatus.PENDED,
    "A6": AuthorizationStatus.PARTIAL,
}
"""X12 306; A6 is an approval that was modified, so fewer or other units than were asked for."""
_WRITTEN = {
    AuthorizationStatus.APPROVED: "A1",
    AuthorizationStatus.PARTIAL: "A2",
    AuthorizationStatus.DENIED: "A3",
    AuthorizationStatus.PENDED: "A4",
}


def write_adjudication(status: AuthorizationStatus) -> Json:
    """The item's adjudication, with the review action where there is a decision."""
    made: Json = {"category": concept(coding(systems.ADJUDICATION, "submitted"))}
    if code := _WRITTEN.get(status):
        action = extension(
            PAS_REVIEW_ACTION_CODE,
            "valueCodeableConcept",
            concept(coding(systems.X12_REVIEW_ACTION, code)),
        )
        made["extension"] = [{"url": PAS_REVIEW_ACTION, "extension": [action]}]
    return made


def read_status(response: Element, item: Element) -> AuthorizationStatus:
    """What the payer decided about an item.

    The item's review action comes before that of the whole, and both before the outcome, which can only say
    that the decision is pending. An answer that says nothing of it is noted.
    """
    if response.string("status") in ("cancelled", "entered-in-error"):
        return AuthorizationStatus.CANCELLED
    for adjudication in (*item.several("adjudication"), *response.several("adjudication")):
        for action_url, code_url in _REVIEW_ACTIONS:
            for action in adjudication.extensions(action_url):
                for code in action.extensions(code_url):
                    for _, value in code.codings("valueCodeableConcept"):
                        if value in _DECISIONS:
                            return _DECISIONS[value]
    if response.string("outcome") == "queued":
        return AuthorizationStatus.PENDED
    response.report.add("mapping.decision-not-said", item.at("adjudication"), element=item.at("adjudication"))
    return AuthorizationStatus.UNKNOWN
