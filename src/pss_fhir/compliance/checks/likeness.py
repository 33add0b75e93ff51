"""Whether a note says something of its own."""

from __future__ import annotations

from pydantic import Field

from pss_fhir.compliance.check import Check, Parameters, Subject
from pss_fhir.compliance.checks.missing import unread
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.note_sketch import RUN, runs_of, text_of
from pss_fhir.compliance.outcome import Outcome, broken, does_not_apply, met
from pss_fhir.compliance.words import counted
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
    text = text_of(facts.draft)
    if len(text.split()) < limit.least_words:
        return does_not_apply("There is too little text to compare.")
    if not facts.chart.knows(ChartPart.NOTES):
        return unread(ChartPart.NOTES)
    own = runs_of(text)
    before = facts.contact.started_at if facts.signed is not None else None
    earlier = [
        note
        for note in facts.chart.notes_before(before, limit.look_back + 1)
        if note.note_identifier != facts.draft.note_identifier
    ][-limit.look_back :]
    most, likest = 0.0, None
    for note in earlier:
        share = len(own & runs_of(text_of(note))) / len(own)
        if share > most:
            most, likest = share, note
    arithmetic = f"compared with {counted(len(earlier), 'earlier note')}; the likest shares {most:.0%}"
    if likest is not None and most > limit.share:
        return broken(
            f"{most:.0%} of this text also stands in an earlier note of the same person.",
            fields=("intervention_text", "response"),
            records=(likest.ref or likest.note_identifier,),
            arithmetic=arithmetic,
        )
    return met("The note says something of its own.", arithmetic=arithmetic)


CHECKS = (Check("note-is-its-own", Subject.NOTE, Likeness, note_is_its_own),)
