"""Specialist <-> Practitioner, with credentials as qualifications (US Core Practitioner)."""

from __future__ import annotations

from pss_fhir.domain.people import CredentialKind, Specialist
from pss_fhir.domain.record import Identifier, Ref
from pss_fhir.mapping import models, qualification
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.names import read_name
from pss_fhir.mapping.parts import ABSENT, Json, begin, coding, concept, human_name, reference
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import (
    NC_CPSS_CERTIFICATE,
    SPECIALIST_PROFILE,
    SPECIALIST_ROLE_PROFILE,
    US_CORE_PRACTITIONER,
    US_CORE_PRACTITIONER_ROLE,
)

PEER_SPECIALIST = coding(systems.NUCC, "175T00000X", "Peer Specialist")
"""NUCC's taxonomy code; in US Core's value set for PractitionerRole.specialty."""

_LICENSE_NUMBER = coding(systems.IDENTIFIER_TYPE, "LN", "License number")
CONCEPT = Concept(
    words="a specialist",
    record=Specialist,
    resource_types=("Practitioner",),
    profile=SPECIALIST_PROFILE,
    reads=("id", "identifier", "name", "active", "qualification"),
)


def to_fhir(specialist: Specialist) -> models.Practitioner:
    """The specialist as a US Core Practitioner.

    US Core asks for an identifier: the NPI, another one that is known, else the number of the NC
    certificate, else one marked as absent.
    """
    identifiers = [Identifier(system=systems.NPI, value=specialist.npi)] if specialist.npi else []
    identifiers += specialist.identifiers
    profiles = (SPECIALIST_PROFILE, US_CORE_PRACTITIONER)
    made = begin("Practitioner", specialist.ref, profiles, identifiers, needs_system=True)
    if not identifiers:
        made.setdefault("identifier", []).append(_certificate_identifier(specialist))
    if specialist.is_active is not None:
        made["active"] = specialist.is_active
    made["name"] = [human_name(specialist.name, needs_family=True)]
    if specialist.credentials:
        made["qualification"] = [qualification.write(held) for held in specialist.credentials]
    return models.Practitioner.model_validate(made)


def _certificate_identifier(specialist: Specialist) -> Json:
    for held in specialist.credential_of(CredentialKind.NC_CPSS):
        if held.identifier:
            return {
                "type": concept(_LICENSE_NUMBER),
                "system": NC_CPSS_CERTIFICATE,
                "value": held.identifier,
            }
    return {"_system": dict(ABSENT), "_value": dict(ABSENT)}


def to_practitioner_role(
    specialist: Specialist, *, organization_ref: Ref, phone: str
) -> models.PractitionerRole:
    """The specialist's role at the agency: specialty Peer Specialist, 175T00000X.

    Args:
        specialist: who works there.
        organization_ref: the agency.
        phone: where the specialist is reached there; US Core's pd-1 asks for it.
    """
    made = begin("PractitionerRole", None, (SPECIALIST_ROLE_PROFILE, US_CORE_PRACTITIONER_ROLE))
    if specialist.is_active is not None:
        made["active"] = specialist.is_active
    made["practitioner"] = reference(specialist.ref, specialist.name.shown())
    made["organization"] = reference(organization_ref)
    made["code"] = [concept(PEER_SPECIALIST)]
    made["specialty"] = [concept(PEER_SPECIALIST)]
    made["telecom"] = [{"system": "phone", "value": phone}]
    return models.PractitionerRole.model_validate(made)


def read(practitioner: Element) -> Specialist:
    """The specialist that a Practitioner describes.

    An NPI that is not ten digits stays among the identifiers. A certificate number that stands in for
    a missing identifier is not repeated there: its qualification holds it.

    Raises:
        Unreadable: no id or no name; noted in the report.
    """
    ref, identifiers = practitioner.known_as()
    npi = next((held.value for held in identifiers if _is_npi(held)), None)
    stand_ins = {
        item.string("value")
        for item in practitioner.several("identifier")
        if item.string("system") == NC_CPSS_CERTIFICATE
        and any(code == "LN" for _, code in item.codings("type"))
    }
    credentials = tuple(
        held
        for element in practitioner.several("qualification")
        if (held := qualification.read(element)) is not None
    )
    certificates = {held.identifier for held in credentials if held.kind is CredentialKind.NC_CPSS}
    repeated = stand_ins & certificates
    return practitioner.build(
        Specialist,
        ref=ref,
        name=practitioner.require(read_name(practitioner), "name", CONCEPT.words),
        identifiers=tuple(
            held
            for held in identifiers
            if not (_is_npi(held) and held.value == npi)
            and not (held.system == NC_CPSS_CERTIFICATE and held.value in repeated)
        ),
        npi=npi,
        credentials=credentials,
        is_active=practitioner.boolean("active"),
    )


def _is_npi(held: Identifier) -> bool:
    return (
        held.system == systems.NPI and len(held.value) == 10 and held.value.isascii() and held.value.isdigit()
    )
