"""What lets a client's services be given and paid: coverage, order, authorization."""

from __future__ import annotations

from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import ORDERER_CREDENTIAL
from pss_fhir.sandbox.agency.calendar import Calendar
from pss_fhir.sandbox.agency.coding import (
    AGENCY,
    MEDICAID_ID,
    PAYER,
    Json,
    concept,
    peer_support,
    resource,
    typed_identifier,
)
from pss_fhir.sandbox.agency.plans import CLINICIAN, specialist_of
from pss_fhir.sandbox.agency.roster import Person

_PAS = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition"


def make_coverage(calendar: Calendar, person: Person, number: int) -> Json:
    """The client's Medicaid coverage."""
    member_id = f"90000000{number}A"
    return resource("Coverage", f"coverage-{person.id}", "us-core-coverage") | {
        "identifier": [typed_identifier("MB", "Member Number", MEDICAID_ID, member_id)],
        "status": "active",
        "type": concept("https://nahdo.org/sopt", "21", "Medicaid (Managed Care)"),
        "subscriberId": member_id,
        "beneficiary": {"reference": person.ref},
        "relationship": concept(systems.SUBSCRIBER_RELATIONSHIP, "self", "Self"),
        "period": {"start": calendar.iso(-800)},
        "payor": [PAYER],
        "class": [
            {
                "type": concept("http://terminology.hl7.org/CodeSystem/coverage-class", "plan", "Plan"),
                "value": "TP",
                "name": "Tailored Plan",
            }
        ],
    }


def make_order(calendar: Calendar, person: Person) -> Json | None:
    """The clinician's order for a year, None where the chart has none."""
    if person.order is None:
        return None
    signed = person.order["signed"]
    start = person.order.get("start", signed + 1)
    return resource("ServiceRequest", f"order-{person.id}", "us-core-servicerequest") | {
        "extension": [{"url": ORDERER_CREDENTIAL, "valueString": "LCSW"}],
        "identifier": [{"system": systems.URI, "value": calendar.identifier(person.id, "order")}],
        "status": "active",
        "intent": "order",
        "category": [concept(systems.SNOMED, "410606002", "Social service procedure")],
        "code": peer_support(),
        "quantityQuantity": {"value": 20, "unit": "15-minute units a week"},
        "subject": {"reference": person.ref},
        "occurrencePeriod": calendar.period(start, start + 364),
        "authoredOn": calendar.iso(signed),
        "requester": CLINICIAN,
        "performer": [specialist_of(person)],
        "reasonReference": [{"reference": f"Condition/condition-{person.id}"}],
        "insurance": [{"reference": f"Coverage/coverage-{person.id}"}],
    }


def make_authorization(calendar: Calendar, person: Person, used_units: int) -> Json:
    """The plan's approval, in the shape of Da Vinci PAS 2.0.1."""
    approval = person.authorization
    units = approval["units"] if "units" in approval else used_units + approval["units_left"]
    period = calendar.period(approval["start"], approval["end"])
    number = f"HTA-{person.id.rpartition('-')[2]}00{calendar.as_of:%y}"
    return resource("ClaimResponse", f"authorization-{person.id}") | {
        "identifier": [{"system": "https://payer.example/authorization", "value": number}],
        "status": "active",
        "type": concept(systems.CLAIM_TYPE, "professional", "Professional"),
        "use": "preauthorization",
        "patient": {"reference": person.ref},
        "created": calendar.iso(min(approval["start"], 0) - 3),
        "insurer": PAYER,
        "requestor": AGENCY,
        "outcome": "complete",
        "preAuthRef": number,
        "preAuthPeriod": period,
        "item": [
            {
                "extension": [
                    _extension("itemPreAuthIssueDate", valueDate=calendar.iso(min(approval["start"], 0) - 3)),
                    _extension("itemPreAuthPeriod", valuePeriod=period),
                    {
                        "url": f"{_PAS}/extension-itemAuthorizedDetail",
                        "extension": [
                            {"url": "productOrServiceCode", "valueCodeableConcept": peer_support()},
                            {"url": "quantity", "valueQuantity": {"value": units, "unit": "units"}},
                        ],
                    },
                ],
                "itemSequence": 1,
                "adjudication": [_review(number)],
            }
        ],
        "insurance": [
            {"sequence": 1, "focal": True, "coverage": {"reference": f"Coverage/coverage-{person.id}"}}
        ],
    }


def _extension(name: str, **value: object) -> Json:
    return {"url": f"{_PAS}/extension-{name}", **value}


def _review(number: str) -> Json:
    approved = concept(systems.X12_REVIEW_ACTION, "A1", "Certified in total")
    return {
        "extension": [
            {
                "url": f"{_PAS}/extension-reviewAction",
                "extension": [
                    {"url": "number", "valueString": number},
                    {"url": f"{_PAS}/extension-reviewActionCode", "valueCodeableConcept": approved},
                ],
            }
        ],
        "category": concept(systems.ADJUDICATION, "submitted", "Submitted Amount"),
    }
