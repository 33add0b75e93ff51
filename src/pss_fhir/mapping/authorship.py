"""Authorship <-> Provenance (US Core Provenance): author, and transmitter on behalf of the agency."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from pss_fhir.domain.authorship import Authorship
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.parts import Json, begin, coding, concept, reference
from pss_fhir.r4 import canonicals, systems
from pss_fhir.r4.dates import format_instant
from pss_fhir.r4.references import type_of_ref

AUTHOR_SIGNATURE = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.1",
    "display": "Author's Signature",
}
_AUTHOR = coding(systems.PROVENANCE_AGENT, "author", "Author")
_TRANSMITTER = coding(systems.US_CORE_PROVENANCE_AGENT, "transmitter", "Transmitter")
_NOTES = frozenset({"DocumentReference", "QuestionnaireResponse"})
CONCEPT = Concept(
    words="an authorship",
    record=Authorship,
    resource_types=("Provenance",),
    profile=canonicals.NOTE_PROVENANCE_PROFILE,
    reads=("id", "target", "recorded", "agent", "signature"),
    losses=(Loss("ref", "it is a urn:uuid", "a Provenance has no identifier to hold it"),),
)


def ref_for(target_ref: Ref) -> Ref:
    """Where the Provenance of a record is put: the same id for the same record, each time it is written."""
    return f"Provenance/{uuid5(NAMESPACE_URL, f'{canonicals.BASE}/Provenance/{target_ref}')}"


def to_fhir(authorship: Authorship) -> models.Provenance:
    """The authorship as a Provenance; its profiles ask for the agency of a practitioner."""
    return models.Provenance.model_validate(write(authorship))


def write(authorship: Authorship) -> Json:
    """The authorship as Provenance JSON, not checked by a model."""
    held = authorship.ref if authorship.ref and type_of_ref(authorship.ref) else None
    target_type = type_of_ref(authorship.target_ref)
    is_of_note = authorship.is_signed and (target_type is None or target_type in _NOTES)
    own = (canonicals.NOTE_PROVENANCE_PROFILE,) if is_of_note else ()
    is_whole = names_agency(authorship.author_ref, authorship.agency_ref)
    made = begin("Provenance", held, (*own, canonicals.US_CORE_PROVENANCE) if is_whole else ())
    author = reference(authorship.author_ref, authorship.author_name)
    made["target"] = [reference(authorship.target_ref)]
    made["recorded"] = format_instant(authorship.recorded_at)
    made["agent"] = write_agents(author, authorship.agency_ref)
    if authorship.is_signed:
        made["signature"] = [write_signature(author, made["recorded"])]
    return made


def names_agency(author_ref: Ref, agency_ref: Ref | None) -> bool:
    """Whether it keeps US Core's rule that a practitioner writes on behalf of somebody (provenance-1)."""
    return agency_ref is not None or type_of_ref(author_ref) != "Practitioner"


def write_agents(author: Json, agency_ref: Ref | None) -> list[Json]:
    """Who wrote, and who sent it; without an agency only the author is named."""
    agents: list[Json] = [{"type": concept(_AUTHOR), "who": author}]
    if agency_ref:
        agency = reference(agency_ref)
        agents[0]["onBehalfOf"] = agency
        agents.append({"type": concept(_TRANSMITTER), "who": agency})
    return agents


def write_signature(signer: Json, signed_at: str) -> Json:
    """The author's Signature; ``signed_at`` is a FHIR instant."""
    return {"type": [AUTHOR_SIGNATURE], "when": signed_at, "who": signer}


def read_author(provenance: Element) -> Element | None:
    """The agent who wrote."""
    for agent in provenance.several("agent"):
        if any(code == "author" for _, code in agent.codings("type")):
            return agent
    return None


def read(provenance: Element) -> Authorship:
    """The authorship that a Provenance tells of.

    Raises:
        Unreadable: it does not say who wrote what, or when; noted in the report.
    """
    words = CONCEPT.words
    target = provenance.first("target")
    agent = read_author(provenance)
    author = agent.one("who") if agent else None
    return provenance.build(
        Authorship,
        ref=provenance.report.ref,
        target_ref=provenance.require(target.own_ref() if target else None, "target", words),
        author_ref=provenance.require(author.own_ref() if author else None, "agent.who", words),
        author_name=author.text("display") if author else None,
        agency_ref=agent.ref("onBehalfOf") if agent else None,
        recorded_at=provenance.require(provenance.moment("recorded"), "recorded", words),
        is_signed=bool(provenance.several("signature")),
    )
