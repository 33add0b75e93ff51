"""Who wrote a record, and for whom it was sent."""

from __future__ import annotations

from pydantic import model_validator

from pss_fhir.domain.record import Moment, Record, Ref, Text


class Authorship(Record):
    """Who wrote one record, when, and which agency sent it.

    Attributes:
        ref: where the server holds this statement.
        target_ref: the record that was written.
        author_ref: who wrote it: a person, or the agency where no person is named.
        author_name: as printed beside a signature.
        agency_ref: for whom the author wrote, and who sent it.
        recorded_at: when it was written; for a signed record, when it was signed.
        is_signed: whether the author signed it.
    """

    ref: Ref | None = None
    target_ref: Ref
    author_ref: Ref
    author_name: Text | None = None
    agency_ref: Ref | None = None
    recorded_at: Moment
    is_signed: bool = False

    @model_validator(mode="after")
    def _of_another(self) -> Authorship:
        if self.ref is not None and self.ref == self.target_ref:
            raise ValueError("it cannot be about itself")
        return self
