"""What is planned with a client: condition, goals, Person-Centered Plan, care team, episode."""

from __future__ import annotations

from pss_fhir.r4 import systems
from pss_fhir.sandbox.agency.calendar import Calendar
from pss_fhir.sandbox.agency.coding import AGENCY, Json, concept, resource
from pss_fhir.sandbox.agency.roster import Person

AUTHOR = {"reference": "Practitioner/supervisor-1", "display": "Pat HTEST"}
CLINICIAN = {"reference": "Practitioner/clinician-1", "display": "Lee HTEST, LCSW"}
_SIGNATURE_TYPE = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.7",
    "display": "Consent Signature",
}
_CONDITION_STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_CONDITION_CERTAINTY = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"


def make_plan_resources(calendar: Calendar, person: Person) -> list[Json]:
    """Condition, goals, plan, care team and episode of a client."""
    goals = [_goal(calendar, person, number, words) for number, words in enumerate(person.goals, 1)]
    return [
        _condition(calendar, person),
        *goals,
        _plan(calendar, person, goals),
        _care_team(person),
        _episode(calendar, person),
    ]


def specialist_of(person: Person) -> Json:
    """A reference to the client's specialist."""
    return {"reference": f"Practitioner/{person.specialist}"}


def _condition(calendar: Calendar, person: Person) -> Json:
    made = resource("Condition", f"condition-{person.id}", "us-core-condition-problems-health-concerns")
    return made | {
        "clinicalStatus": concept(_CONDITION_STATUS, "active", "Active"),
        "verificationStatus": concept(_CONDITION_CERTAINTY, "confirmed", "Confirmed"),
        "category": [concept(_CONDITION_CATEGORY, "problem-list-item", "Problem List Item")],
        "code": {
            "coding": [
                {"system": systems.SNOMED, "code": "370143000", "display": "Major depressive disorder"},
                {
                    "system": "http://hl7.org/fhir/sid/icd-10-cm",
                    "code": "F33.1",
                    "display": "Major depressive disorder, recurrent, moderate",
                },
            ]
        },
        "subject": {"reference": person.ref},
        "recordedDate": calendar.iso(min(person.plan["start"], 0) - 20),
        "recorder": CLINICIAN,
    }


def _goal(calendar: Calendar, person: Person, number: int, words: str) -> Json:
    start = person.plan["start"]
    return resource("Goal", f"goal-{person.id}-{number}", "us-core-goal") | {
        "identifier": [{"system": systems.URI, "value": calendar.identifier(person.id, "goal", number)}],
        "lifecycleStatus": "proposed" if person.plan.get("is_draft") else "active",
        "achievementStatus": concept(systems.GOAL_ACHIEVEMENT, "in-progress", "In Progress"),
        "description": {"text": words},
        "subject": {"reference": person.ref},
        "startDate": calendar.iso(start),
        "target": [{"dueDate": calendar.iso(start + 364)}],
        "expressedBy": {"reference": person.ref},
        "addresses": [{"reference": f"Condition/condition-{person.id}"}],
    }


def _plan(calendar: Calendar, person: Person, goals: list[Json]) -> Json:
    """The plan in eLTSS's shape: goals and orders by reference, signatures on a Contract."""
    plan = person.plan
    made = resource("CarePlan", f"plan-{person.id}", "us-core-careplan")
    text = "Person-Centered Plan. " + " ".join(goal["description"]["text"] for goal in goals)
    made |= {
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{text}</p></div>',
        },
        "identifier": [{"system": systems.URI, "value": calendar.identifier(person.id, "plan")}],
        "status": "draft" if plan.get("is_draft") else "active",
        "intent": "plan",
        "category": [
            concept(systems.US_CORE_CAREPLAN_CATEGORY, "assess-plan", "Assessment and Plan of Treatment"),
            concept(systems.LOINC, "80742-0", "Mental health Plan of care note"),
        ],
        "title": "Person-Centered Plan",
        "subject": {"reference": person.ref},
        "period": calendar.period(plan["start"], plan["end"]),
        "created": calendar.iso(min(plan["start"], 0) - 1),
        "author": AUTHOR,
        "careTeam": [{"reference": f"CareTeam/team-{person.id}"}],
        "addresses": [{"reference": f"Condition/condition-{person.id}"}],
        "goal": [{"reference": f"Goal/{goal['id']}"} for goal in goals],
    }
    if person.order is not None:
        made["activity"] = [{"reference": {"reference": f"ServiceRequest/order-{person.id}"}}]
    if not plan.get("is_draft"):
        made["contained"] = [_contract(calendar, person)]
        made["supportingInfo"] = [{"reference": "#signatures"}]
    return made


def _contract(calendar: Calendar, person: Person) -> Json:
    """Who signed the plan: the person, the author, the clinician who ordered, the specialist."""
    signers = (
        ("PAT", "Patient", {"reference": person.ref}),
        ("AUT", "Author", AUTHOR),
        ("AUTHN", "Authenticator", CLINICIAN),
        ("HPROV", "Healthcare Provider", specialist_of(person)),
    )
    signed_at = calendar.moment(calendar.day(person.plan["start"] - 1), 14, 0).isoformat()
    return {
        "resourceType": "Contract",
        "id": "signatures",
        "status": "executed",
        "subject": [{"reference": person.ref}],
        "signer": [
            {
                "type": {"system": systems.CONTRACT_SIGNER, "code": code, "display": display},
                "party": party,
                "signature": [{"type": [_SIGNATURE_TYPE], "when": signed_at, "who": party}],
            }
            for code, display, party in signers
        ],
    }


def _care_team(person: Person) -> Json:
    return resource("CareTeam", f"team-{person.id}", "us-core-careteam") | {
        "status": "active",
        "subject": {"reference": person.ref},
        "participant": [
            {"role": [{"text": "Peer support specialist"}], "member": specialist_of(person)},
            {"role": [{"text": "Qualified professional"}], "member": AUTHOR},
        ],
        "managingOrganization": [AGENCY],
    }


def _episode(calendar: Calendar, person: Person) -> Json:
    return resource("EpisodeOfCare", f"episode-{person.id}") | {
        "status": "planned" if person.plan.get("is_draft") else "active",
        "type": [{"text": "Peer support services"}],
        "patient": {"reference": person.ref},
        "managingOrganization": AGENCY,
        "period": {"start": calendar.iso(min(person.plan["start"], 0))},
        "careManager": specialist_of(person),
    }
