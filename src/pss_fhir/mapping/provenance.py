"""The authorship of what is written: from what a record says of itself, and of the agency that sends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pss_fhir.domain.authorship import Authorship
from pss_fhir.domain.consent import Disclosure
from pss_fhir.domain.note import Addendum, Retraction, ServiceNote, Signature
from pss_fhir.domain.record import Record, Ref
from pss_fhir.domain.record_use import RecordUse
from pss_fhir.mapping import models
from pss_fhir.mapping.authorship import ref_for, to_fhir
from pss_fhir.mapping.surroundings import urns_of
from pss_fhir.r4.references import ref_of, type_of_ref

_AUTHORS = (
    *("author_ref", "orderer_ref", "referrer_ref", "recorder_ref", "noted_by_ref", "seen_by_ref"),
    *("asked_by_ref", "caller_ref", "checked_by_ref", "specialist_ref"),
)
"""The field in which a record names who wrote it, the first that it has."""
_NOT_WRITTEN = (Authorship, Retraction, RecordUse, Disclosure)
"""What tells of another record."""
_PEOPLE = frozenset({"Practitioner", "PractitionerRole", "Patient", "RelatedPerson", "Organization"})


def to_provenance(
    signed: ServiceNote | Addendum, *, target_ref: Ref, agency_ref: Ref | None = None
) -> models.Provenance:
    """The Provenance of a note or an addendum that a server holds.

    Args:
        signed: what was signed.
        target_ref: where the server holds it.
        agency_ref: for whom the author wrote, and who sent it; without it only the author is named.
    """
    return to_fhir(_of_signature(signed.signature, target_ref, agency_ref))


def authorships_of(
    written: Iterable[tuple[Record, Mapping[str, Any]]], *, agency_ref: Ref, recorded_at: datetime
) -> list[Authorship]:
    """Who wrote each record, as far as it says so itself; the agency where it names nobody.

    Args:
        written: records, each with its FHIR form, which says where it will be.
        agency_ref: who sends them.
        recorded_at: when they are sent; what somebody signed was recorded when it was signed.

    Returns:
        One for each record that something can refer to, without those that tell of another record
        themselves, and those of which an Authorship is given.
    """
    pairs = list(written)
    told = {record.target_ref for record, _ in pairs if isinstance(record, Authorship)}
    made = []
    for record, resource in pairs:
        target_ref = ref_of(resource) or next(iter(urns_of(resource)), None)
        if target_ref is None or target_ref in told or isinstance(record, _NOT_WRITTEN):
            continue
        signature = getattr(record, "signature", None)
        if isinstance(signature, Signature):
            authorship = _of_signature(signature, target_ref, agency_ref)
        else:
            authorship = Authorship(
                target_ref=target_ref,
                author_ref=_author_of(record) or agency_ref,
                agency_ref=agency_ref,
                recorded_at=recorded_at,
            )
        made.append(authorship.model_copy(update={"ref": ref_for(target_ref)}))
    return made


def _of_signature(signature: Signature, target_ref: Ref, agency_ref: Ref | None) -> Authorship:
    return Authorship(
        target_ref=target_ref,
        author_ref=signature.signer_ref,
        author_name=signature.signer_name,
        agency_ref=agency_ref,
        recorded_at=signature.signed_at,
        is_signed=True,
    )


def _author_of(record: Record) -> Ref | None:
    named = (getattr(record, name, None) for name in _AUTHORS)
    return next((ref for ref in named if ref and type_of_ref(ref) in _PEOPLE), None)
