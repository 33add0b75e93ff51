"""The agency, its payer, its places, its staff and its clients as FHIR."""

from __future__ import annotations

from datetime import timedelta

from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import NC_CPSS_CERTIFICATE
from pss_fhir.sandbox.agency.calendar import Calendar
from pss_fhir.sandbox.agency.coding import (
    AGENCY,
    MEDICAID_ID,
    RECORD_NUMBER,
    Json,
    concept,
    resource,
    typed_identifier,
)
from pss_fhir.sandbox.agency.roster import Member, Person

_FACET_CPSS = {"system": systems.FACET_CREDENTIAL, "code": "CPSS", "display": "CPSS"}
_STAFF_NUMBER = "https://ehr.example/staff-number"
_TITLES = {
    "cpr": "CPR",
    "first-aid": "First aid",
    "cpi": "CPI Nonviolent Crisis Intervention",
    "high-school": "High school diploma",
    "bachelor": "Bachelor of Social Work",
    "license": "Licensed Clinical Social Worker (LCSW)",
}
_IN_THE_EHR = ("bachelor", "license")
_ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
_PLACES: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("office", "Agency office", "11", "Office", None),
    ("home", "The person's home", "12", "Home", "PTRES"),
    ("community", "In the community", "99", "Other Place of Service", "COMM"),
)


def make_organizations() -> list[Json]:
    """The agency and the health plan that pays."""
    agency = resource("Organization", "agency", "us-core-organization") | {
        "active": True,
        "name": AGENCY["display"],
        "type": [
            concept("http://terminology.hl7.org/CodeSystem/organization-type", "prov", "Healthcare Provider")
        ],
        "telecom": [{"system": "phone", "value": "919-555-0100"}],
        "address": [{"line": ["1 Example Street"], "city": "Raleigh", "state": "NC", "postalCode": "27601"}],
    }
    payer = resource("Organization", "payer", "us-core-organization") | {
        "active": True,
        "name": "HTEST Tailored Plan",
        "type": [concept("http://terminology.hl7.org/CodeSystem/organization-type", "pay", "Payer")],
    }
    return [agency, payer]


def make_locations() -> list[Json]:
    """The kinds of place where people meet, with their place of service codes."""
    return [
        resource("Location", f"place-{name}", "us-core-location")
        | {
            "status": "active",
            "name": title,
            "type": [
                *([{"coding": [{"system": _ROLE_CODE, "code": role}]}] if role else []),
                concept(systems.PLACE_OF_SERVICE, code, display),
            ],
            "managingOrganization": AGENCY,
        }
        for name, title, code, display, role in _PLACES
    ]


def make_practitioner(calendar: Calendar, member: Member) -> Json:
    """A staff member with the qualifications that an EHR holds: the certificate, degrees, licenses."""
    qualifications: list[Json] = []
    if member.certificate:
        held = member.certificate
        qualifications.append(
            {
                "identifier": [{"system": NC_CPSS_CERTIFICATE, "value": held["number"]}],
                "code": {"coding": [_FACET_CPSS], "text": "NC Certified Peer Support Specialist"},
                "period": calendar.period(held["issued"], held["expires"]),
                "issuer": {"display": "NC Certified Peer Support Specialist Program"},
            }
        )
    qualifications += [{"code": {"text": _TITLES[kind]}} for kind in member.held if kind in _IN_THE_EHR]
    return resource("Practitioner", member.id, "us-core-practitioner") | {
        "identifier": [{"system": _STAFF_NUMBER, "value": member.id}],
        "active": True,
        "name": [{"use": "official", "family": "HTEST", "given": [member.given]}],
        "telecom": [{"system": "phone", "value": "919-555-0101", "use": "work"}],
        "qualification": qualifications,
    }


def make_practitioner_role(calendar: Calendar, member: Member) -> Json:
    """A staff member's role at the agency."""
    made = resource("PractitionerRole", f"role-{member.id}", "us-core-practitionerrole") | {
        "active": True,
        "period": {"start": calendar.iso(member.hired)},
        "practitioner": {"reference": f"Practitioner/{member.id}", "display": f"{member.given} HTEST"},
        "organization": AGENCY,
        "telecom": [{"system": "phone", "value": "919-555-0101", "use": "work"}],
    }
    if member.role == "cpss":
        made["code"] = [{"text": "Peer support specialist"}]
        made["specialty"] = [concept(systems.NUCC, "175T00000X", "Peer Specialist")]
    else:
        made["code"] = [{"text": "Qualified professional" if member.role == "qp" else "Clinician"}]
    return made


def make_patient(calendar: Calendar, person: Person, number: int) -> Json:
    """A client."""
    if person.turns_18_in is not None:
        born = calendar.years_before(calendar.day(person.turns_18_in), 18)
    else:
        born = calendar.as_of - timedelta(days=person.age_days or 0)
    return resource("Patient", person.id, "us-core-patient") | {
        "identifier": [
            typed_identifier("MR", "Medical record number", RECORD_NUMBER, f"HT-{number:04d}"),
            typed_identifier("MA", "Patient Medicaid number", MEDICAID_ID, f"90000000{number}A"),
        ],
        "active": True,
        "name": [{"use": "official", "family": "HTEST", "given": [person.given]}],
        "telecom": [{"system": "phone", "value": f"919-555-02{number:02d}", "use": "mobile"}],
        "gender": person.sex,
        "birthDate": born.isoformat(),
        "address": [
            {
                "use": "home",
                "line": [f"{number} Sample Road"],
                "city": "Raleigh",
                "state": "NC",
                "postalCode": "27601",
            }
        ],
        "communication": [{"language": concept("urn:ietf:bcp:47", "en", "English"), "preferred": True}],
        "managingOrganization": AGENCY,
    }
