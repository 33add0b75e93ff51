"""NaturalSupport <-> RelatedPerson (US Core RelatedPerson)."""

from __future__ import annotations

import re

from pss_fhir.domain.team import NaturalSupport, Relationship
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.names import read_name
from pss_fhir.mapping.parts import begin, coding, concept, human_name, reference
from pss_fhir.r4.canonicals import NATURAL_SUPPORT_PROFILE, US_CORE_RELATED_PERSON
from pss_fhir.r4.systems import ROLE_CODE, same_system

_CODES = {
    Relationship.PARTNER: ("SIGOTHR", "significant other"),
    Relationship.PARENT: ("PRN", "parent"),
    Relationship.CHILD: ("CHILD", "child"),
    Relationship.SIBLING: ("SIB", "sibling"),
    Relationship.GRANDPARENT: ("GRPRN", "grandparent"),
    Relationship.FAMILY_MEMBER: ("FAMMEMB", "family member"),
    Relationship.FRIEND: ("FRND", "unrelated friend"),
    Relationship.NEIGHBOR: ("NBOR", "neighbor"),
    Relationship.ROOMMATE: ("ROOM", "Roommate"),
    Relationship.GUARDIAN: ("GUARD", "guardian"),
}
"""HL7's v3-RoleCode for each relationship but another."""

_OTHERS = {
    **dict.fromkeys(("SPS", "HUSB", "WIFE", "DOMPART"), Relationship.PARTNER),
    **dict.fromkeys(("MTH", "FTH", "NMTH", "NFTH", "STPPRN", "PRNFOST"), Relationship.PARENT),
    **dict.fromkeys(("SON", "DAU", "SONC", "DAUC", "NCHILD", "CHLDADOPT"), Relationship.CHILD),
    **dict.fromkeys(("BRO", "SIS", "NBRO", "NSIS", "NSIB"), Relationship.SIBLING),
    **dict.fromkeys(("GRMTH", "GRFTH"), Relationship.GRANDPARENT),
    **dict.fromkeys(("EXT", "AUNT", "UNCLE", "COUSN", "NIENEPH"), Relationship.FAMILY_MEMBER),
}
_READ = {code: kind for kind, (code, _) in _CODES.items()} | _OTHERS
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-]{2,30}", re.ASCII)
CONCEPT = Concept(
    words="a natural support",
    record=NaturalSupport,
    resource_types=("RelatedPerson",),
    profile=NATURAL_SUPPORT_PROFILE,
    reads=("id", "identifier", "active", "patient", "relationship", "name", "telecom"),
)


def to_fhir(support: NaturalSupport) -> models.RelatedPerson:
    """The natural support as a US Core RelatedPerson."""
    profiles = (NATURAL_SUPPORT_PROFILE, US_CORE_RELATED_PERSON)
    made = begin("RelatedPerson", support.ref, profiles, support.identifiers)
    made["active"] = support.is_active
    made["patient"] = reference(support.client_ref)
    code = _CODES.get(support.relationship)
    codings = [coding(ROLE_CODE, *code)] if code else []
    made["relationship"] = [concept(*codings, text=support.relationship_words)]
    made["name"] = [human_name(support.name)]
    if support.phone:
        made["telecom"] = [{"system": "phone", "value": support.phone}]
    return models.RelatedPerson.model_validate(made)


def read(person: Element) -> NaturalSupport:
    """The natural support that a RelatedPerson describes; active unless it says otherwise.

    Raises:
        Unreadable: no id, person served or name; noted in the report.
    """
    ref, identifiers = person.known_as()
    relationship, words = _relationship(person)
    return person.build(
        NaturalSupport,
        ref=ref,
        client_ref=person.require(person.ref("patient"), "patient", CONCEPT.words),
        name=person.require(read_name(person), "name", CONCEPT.words),
        relationship=relationship,
        relationship_words=words,
        phone=_phone(person),
        identifiers=identifiers,
        is_active=person.boolean("active") is not False,
    )


def _relationship(person: Element) -> tuple[Relationship, str | None]:
    relationships = person.several("relationship")
    text = next((words for each in relationships if (words := each.text("text"))), None)
    for system, code in person.codings("relationship"):
        if same_system(system, ROLE_CODE) and code in _READ:
            return _READ[code], text
    shown = (item.text("display") for each in relationships for item in each.coded())
    return Relationship.OTHER, text or next((words for words in shown if words), "Relationship not said")


def _phone(person: Element) -> str | None:
    for telecom in person.several("telecom"):
        value = telecom.string("value")
        if telecom.string("system") in ("phone", "sms") and value and _PHONE.fullmatch(value):
            return value
    return None
