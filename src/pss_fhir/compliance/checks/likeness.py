"""Whether a note says something of its own."""

from __future__ import annotations

from pydantic import Field

from pss_fhir.compliance.check import Check, Parameters, Subject
from pss_fhir.compliance.checks.missing import unread
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.wording import RUN, text_of, wording_of
from pss_fhir.compliance.outcome import Outcome, broken, does_not_apply, met
from pss_fhir.compliance.words import counted, percent_words
from pss_fhir.domain.chart import ChartPart


class Likeness(Parameters):
    """How like an earlier note a note may be.

    Attributes:
        share: part of its runs of words that may also stand in one earlier note.
        look_back: how many earlier notes are compared, the latest first.
        least_words: shorter notes are not compared.
    """

    share: float = Field(gt=0, le=1)
    look_back: int = Field(default=20, ge=1)
    least_words: int = Field(default=12, ge=RUN)


def note_is_its_own(facts: NoteFacts, limit: Likeness) -> Outcome:
    """What was done and how the person responded is not copied from an earlier note."""
    own = wording_of(text_of(facts.draft))
    if own.words < limit.least_words or not own.packed:
        return does_not_apply("There is too little text to compare.")
    if not facts.chart.knows(ChartPart.NOTES):
        return unread(ChartPart.NOTES)
    before = facts.started_at if facts.signed is not None else None
    itself = facts.draft.note_identifier
    notes = facts.chart.notes_before(before, limit.look_back + 1)
    earlier = [one for one in notes if one.note_identifier != itself][-limit.look_back :]

    def arithmetic() -> str:
        likest = percent_words(max(map(own.share_in, earlier), default=0))
        return f"compared with {counted(len(earlier), 'earlier note')}; the likest shares {likest}"

    likest = own.likest(earlier, share=limit.share)
    if likest is not None:
        return broken(
            f"{percent_words(own.share_in(likest))} of this text also stands in an earlier note "
            "of the same person.",
            fields=("intervention_text", "response"),
            records=(likest.ref or likest.note_identifier,),
            arithmetic=arithmetic(),
        )
    return met("The note says something of its own.", arithmetic=arithmetic)


CHECKS = (Check("note-is-its-own", Subject.NOTE, Likeness, note_is_its_own),)
