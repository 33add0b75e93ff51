"""How people met <-> Encounter.type[0]: SNOMED CT from US Core's value set, the project's code beside it.

US Core 6.1.0 asks for a type from SNOMED CT is-a 308335008 or CPT (extensible); H0038 is in neither, so
that it stands as a type of its own.
"""

from __future__ import annotations

from pss_fhir.domain.contact import Contact, Modality, Place
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding, concept
from pss_fhir.mapping.words import MODALITIES
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import MODALITY_CODES

_HOME_VISIT = ("439708006", "Home visit")
_ANY = ("308335008", "Patient encounter procedure")
_WRITTEN = {
    Modality.IN_PERSON: ("453701000124103", "In-person encounter"),
    Modality.TELEHEALTH: ("453131000124105", "Videotelephony encounter"),
    Modality.TELEPHONE: ("185317003", "Telephone encounter"),
    Modality.TEXT_MESSAGE: ("445450000", "Encounter by short message service text messaging"),
    Modality.EMAIL: ("1197766005", "Asynchronous text communication encounter"),
}
_OWN = {modality.value: modality for modality in Modality}
_OF_SNOMED = {
    "439708006": Modality.IN_PERSON,
    "453701000124103": Modality.IN_PERSON,
    "453131000124105": Modality.TELEHEALTH,
    "448337001": Modality.TELEHEALTH,
    "185317003": Modality.TELEPHONE,
    "386472008": Modality.TELEPHONE,
    "445450000": Modality.TEXT_MESSAGE,
    "1197766005": Modality.TEXT_MESSAGE,
}
_OF_CPT = dict.fromkeys(("98966", "98967", "98968", "99441", "99442", "99443"), Modality.TELEPHONE)
"""CPT's telephone services."""


def write_modality(contact: Contact) -> Json:
    """The Encounter's first type; a patient encounter of no particular kind where it is not known."""
    if contact.modality is None:
        return concept(coding(systems.SNOMED, *_ANY))
    at_home = contact.modality is Modality.IN_PERSON and contact.place is Place.HOME
    code, display = _HOME_VISIT if at_home else _WRITTEN[contact.modality]
    own = coding(MODALITY_CODES, contact.modality.value, MODALITIES[contact.modality])
    return concept(coding(systems.SNOMED, code, display), own)


def read_own_modality(encounter: Element) -> Modality | None:
    """The modality by the project's own code."""
    for system, code in encounter.codings("type"):
        if system == MODALITY_CODES and code in _OWN:
            return _OWN[code]
    return None


def infer_modality(encounter: Element) -> Modality | None:
    """The modality of an Encounter of others: by SNOMED CT, by CPT, else by a class that leaves no doubt.

    Ambulatory is what many servers write for everything, and virtual may be a call or a video, so both
    say nothing.
    """
    for system, code in encounter.codings("type"):
        if systems.same_system(system, systems.SNOMED) and code in _OF_SNOMED:
            return _OF_SNOMED[code]
        if systems.same_system(system, systems.CPT) and code in _OF_CPT:
            return _OF_CPT[code]
    kind = encounter.one("class")
    return Modality.IN_PERSON if kind and kind.string("code") in ("HH", "FLD") else None
