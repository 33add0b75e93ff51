"""Retraction <-> Provenance of the act that took a document back (v3-DataOperation NULLIFY).

The document itself stays where it is, marked as entered in error.
"""

from __future__ import annotations

from pss_fhir.domain.note import Retraction, Signature
from pss_fhir.mapping import models
from pss_fhir.mapping.authorship import names_agency, read_author, ref_for, write_agents, write_signature
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.extension_parts import ExtensionParts
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, extension_of_parts, reference, uri_identifier
from pss_fhir.r4 import canonicals, systems
from pss_fhir.r4.dates import format_instant

_NULLIFY = coding(systems.DATA_OPERATION, "NULLIFY", "nullify")
CONCEPT = Concept(
    words="a retraction",
    record=Retraction,
    resource_types=("Provenance",),
    profile=canonicals.RETRACTION_PROFILE,
    reads=("extension", "target", "recorded", "agent"),
)


def to_fhir(retraction: Retraction) -> models.Provenance:
    """The retraction as a Provenance; its profiles ask for the agency."""
    return models.Provenance.model_validate(write(retraction))


def write(retraction: Retraction) -> Json:
    """The retraction as Provenance JSON, not checked by a model."""
    signature = retraction.signature
    signer = reference(signature.signer_ref, signature.signer_name)
    both = (canonicals.RETRACTION_PROFILE, canonicals.US_CORE_PROVENANCE)
    profiles = both if names_agency(signature.signer_ref, retraction.agency_ref) else ()
    made = begin("Provenance", ref_for(retraction.retraction_identifier), profiles)
    made["extension"] = [
        extension_of_parts(
            canonicals.RETRACTION,
            (
                ("identifier", "valueUri", retraction.retraction_identifier),
                ("client", "valueReference", reference(retraction.client_ref)),
                ("reason", "valueString", retraction.reason),
                ("credential", "valueString", signature.credential),
            ),
        )
    ]
    document = uri_identifier(retraction.record_identifier)
    made["target"] = [{"type": "DocumentReference", "identifier": document}]
    made["recorded"] = format_instant(signature.signed_at)
    made["activity"] = concept(_NULLIFY)
    made["agent"] = write_agents(signer, retraction.agency_ref)
    made["signature"] = [write_signature(signer, made["recorded"])]
    return made


def is_retraction(provenance: Element) -> bool:
    """Whether a Provenance is a retraction of this project's making."""
    return provenance.extension(canonicals.RETRACTION) is not None


def read(provenance: Element) -> Retraction:
    """The retraction that a Provenance of this project's making tells of.

    Raises:
        Unreadable: it does not say what was retracted, of whom, why, by whom or when; noted.
    """
    words = CONCEPT.words
    held = provenance.extension(canonicals.RETRACTION)
    parts = ExtensionParts(provenance.require(held, "extension", words))
    identifier = parts.part("identifier")
    target = provenance.first("target")
    agent = read_author(provenance)
    author = agent.one("who") if agent else None
    return provenance.build(
        Retraction,
        retraction_identifier=identifier.string("valueUri") if identifier else None,
        record_identifier=provenance.require(target.own_ref() if target else None, "target", words),
        client_ref=provenance.require(parts.ref("client"), "extension.client", words),
        reason=provenance.require(parts.text("reason"), "extension.reason", words),
        signature=provenance.build(
            Signature,
            signer_ref=author.own_ref() if author else None,
            signer_name=author.text("display") if author else None,
            credential=parts.text("credential"),
            signed_at=provenance.moment("recorded"),
        ),
        agency_ref=agent.ref("onBehalfOf") if agent else None,
    )
