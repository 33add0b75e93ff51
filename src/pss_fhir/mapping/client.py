"""Client <-> Patient (US Core Patient)."""

from __future__ import annotations

from pss_fhir.domain.people import Client, Sex
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.names import read_name
from pss_fhir.mapping.parts import ABSENT, Json, begin, human_name
from pss_fhir.r4.canonicals import CLIENT_PROFILE, US_CORE_PATIENT
from pss_fhir.r4.dates import format_date

_SEXES = {sex.value: sex for sex in Sex}
CONCEPT = Concept(
    words="a client",
    record=Client,
    resource_types=("Patient",),
    profile=CLIENT_PROFILE,
    reads=(
        "id",
        "identifier",
        "name",
        "birthDate",
        "gender",
        "deceasedBoolean",
        "deceasedDateTime",
        "address",
    ),
)


def to_fhir(client: Client) -> models.Patient:
    """The client as a US Core Patient; an unknown identifier is marked as absent, not made up."""
    profiles = (CLIENT_PROFILE, US_CORE_PATIENT)
    made = begin("Patient", client.ref, profiles, client.identifiers, needs_system=True)
    if "identifier" not in made:
        made["identifier"] = [_no_identifier()]
    made["name"] = [human_name(client.name)]
    made["gender"] = client.sex.value
    if client.birth_on:
        made["birthDate"] = format_date(client.birth_on)
    if client.died is not None:
        made["deceasedBoolean"] = client.died
    if client.county:
        made["address"] = [{"use": "home", "district": client.county}]
    return models.Patient.model_validate(made)


def _no_identifier() -> Json:
    return {"_system": dict(ABSENT), "_value": dict(ABSENT)}


def read(patient: Element) -> Client:
    """The client that a Patient describes.

    Raises:
        Unreadable: no id or no name; noted in the report.
    """
    ref, identifiers = patient.known_as()
    died = patient.boolean("deceasedBoolean")
    if died is None and patient.has("deceasedDateTime"):
        died = True
    return patient.build(
        Client,
        ref=ref,
        name=patient.require(read_name(patient), "name", CONCEPT.words),
        identifiers=identifiers,
        birth_on=patient.day("birthDate"),
        sex=patient.code("gender", _SEXES) or Sex.UNKNOWN,
        died=died,
        county=_county(patient),
    )


def _county(patient: Element) -> str | None:
    """The district of the home address, else of the first that has one and is not an old one."""
    addresses = [one for one in patient.several("address") if one.string("use") != "old"]
    addresses.sort(key=lambda one: one.string("use") != "home")
    return next((county for one in addresses if (county := one.text("district"))), None)
