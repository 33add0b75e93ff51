"""Who wrote the notes of a synthetic person to which something was added, for whom, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pss_fhir.domain.authorship import Authorship
from pss_fhir.domain.note import Addendum, Signature
from pss_fhir.domain.record import Record
from pss_fhir.synth.surroundings import AGENCY_REF
from pss_fhir.synth.visits import Visit


def authorships_of(visits: Iterable[Visit], additions: Iterable[Record]) -> Iterator[Authorship]:
    """For each addendum, who signed it and who signed its note."""
    notes = {visit.note.ref: visit.note for visit in visits if visit.note is not None}
    for addendum in additions:
        if isinstance(addendum, Addendum) and addendum.ref and addendum.note_ref:
            yield _authorship(addendum.note_ref, notes[addendum.note_ref].signature)
            yield _authorship(addendum.ref, addendum.signature)


def _authorship(document_ref: str, signature: Signature) -> Authorship:
    return Authorship(
        ref=f"Provenance/{document_ref.partition('/')[2]}",
        target_ref=document_ref,
        author_ref=signature.signer_ref,
        author_name=signature.signer_name,
        agency_ref=AGENCY_REF,
        recorded_at=signature.signed_at,
        is_signed=True,
    )
