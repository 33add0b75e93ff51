"""Place <-> Location: CMS place of service, the project's own code beside it, and the Encounter's class."""

from __future__ import annotations

from pss_fhir.domain.contact import Contact, Modality, Place
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding, concept
from pss_fhir.mapping.words import PLACES
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import PLACE_CODES

LOCATION_ID = "place"
_POS = {
    Place.HOME: ("12", "Home"),
    Place.COMMUNITY: ("99", "Other Place of Service"),
    Place.OFFICE: ("11", "Office"),
    Place.EMERGENCY_DEPARTMENT: ("23", "Emergency Room – Hospital"),
    Place.SHELTER: ("04", "Homeless Shelter"),
    Place.COURT: ("99", "Other Place of Service"),
    Place.STREET: ("27", "Outreach Site/ Street"),
    Place.WORK_SITE: ("18", "Worksite"),
    Place.GROUP_HOME: ("14", "Group Home"),
    Place.TEMPORARY_LODGING: ("16", "Temporary Lodging"),
    Place.INPATIENT: ("21", "Inpatient Hospital"),
    Place.JAIL: ("09", "Prison/ Correctional Facility"),
    Place.STAFF_RESIDENCE: ("99", "Other Place of Service"),
    Place.OTHER: ("99", "Other Place of Service"),
}
"""CMS place of service codes (HL7 Terminology 7.3.0, CMSPlaceofServiceCodes)."""

_OWN = {place.value: place for place in Place}
_OF_POS = {code: place for place, (code, _) in _POS.items() if code != "99"} | {
    "10": Place.HOME,
    "49": Place.OFFICE,
    "51": Place.INPATIENT,
    "53": Place.OFFICE,
    "57": Place.OFFICE,
    "99": Place.OTHER,
}
_ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
_OF_ROLE = {
    "COMM": Place.COMMUNITY,
    "ER": Place.EMERGENCY_DEPARTMENT,
    "PTRES": Place.HOME,
    "WORK": Place.WORK_SITE,
}
_PHYSICAL_TYPE = "http://terminology.hl7.org/CodeSystem/location-physical-type"

_RESIDENCES = frozenset({Place.HOME, Place.GROUP_HOME, Place.TEMPORARY_LODGING})
_CLASSES = {"AMB": "ambulatory", "HH": "home health", "FLD": "field", "VR": "virtual"}


def write_class(contact: Contact) -> Json:
    """The Encounter's class: VR away from each other, HH at a residence, AMB at the office, else FLD."""
    if contact.modality not in (None, Modality.IN_PERSON):
        code = "VR"
    elif contact.place in _RESIDENCES:
        code = "HH"
    elif contact.place in (None, Place.OFFICE):
        code = "AMB"
    else:
        code = "FLD"
    return coding(systems.ACT_CODE, code, _CLASSES[code])


def write_location(contact: Contact) -> Json | None:
    """The place as a Location to be contained, None where no place is known."""
    if contact.place is None and contact.place_name is None:
        return None
    made: Json = {"resourceType": "Location", "id": LOCATION_ID}
    if contact.place_name:
        made["name"] = contact.place_name
    if contact.place:
        code, display = _POS[contact.place]
        made["type"] = [
            concept(
                coding(PLACE_CODES, contact.place.value, PLACES[contact.place]),
                coding(systems.PLACE_OF_SERVICE, code, display),
            )
        ]
    return made


def place_in_words(contact: Contact) -> str | None:
    """The place as a reader names it, None where no place is known."""
    words = PLACES[contact.place] if contact.place else None
    if contact.place_name:
        return f"{words}: {contact.place_name}" if words else contact.place_name
    return words


def read_place(encounter: Element) -> tuple[Place | None, str | None]:
    """The place of an Encounter, as a kind and in words.

    A location that cannot be followed gives the words that stand beside its reference.
    """
    stay = encounter.first("location")
    if stay is None:
        return None, None
    reference = stay.one("location")
    location = reference.target() if reference else None
    if location is None:
        return None, reference.text("display") if reference else None
    return _kind(location), location.text("name")


def _kind(location: Element) -> Place | None:
    codings = location.codings("type")
    for system, code in codings:
        if system == PLACE_CODES and code in _OWN:
            return _OWN[code]
    for system, code in codings:
        if systems.same_system(system, systems.PLACE_OF_SERVICE) and code in _OF_POS:
            return _OF_POS[code]
        if systems.same_system(system, _ROLE_CODE) and code in _OF_ROLE:
            return _OF_ROLE[code]
    for system, code in location.codings("physicalType"):
        if systems.same_system(system, _PHYSICAL_TYPE) and code == "ho":
            return Place.HOME
    return None
