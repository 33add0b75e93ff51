"""Whether a note stands in other people's notes too, or names somebody else of a group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from pydantic import Field

from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.facts.note_sketch import NoteSketch
from pss_fhir.compliance.facts.staff import AgencyFacts
from pss_fhir.compliance.outcome import Outcome, broken, does_not_apply, met
from pss_fhir.compliance.words import counted, percent_words


class LikenessToOthers(Parameters):
    """How like a note about somebody else a note may be.

    Attributes:
        share: part of its runs of words that may also stand in one other person's note of that day.
        least_words: shorter texts are not compared.
    """

    share: float = Field(gt=0, le=1)
    least_words: int = Field(default=12, ge=4)


def notes_differ_between_people(facts: AgencyFacts, limit: LikenessToOthers) -> Outcome | tuple[Outcome, ...]:
    """No note was copied from a note about another person by the same author on the same day."""
    compared, found = 0, []
    for notes in _together(facts.across.by_author, lambda note: (note.author_ref, note.on)):
        for note in notes:
            others = [one for one in notes if one.client_ref != note.client_ref and _comparable(note, one)]
            if note.wording.words < limit.least_words or not others:
                continue
            compared += 1
            likest = note.wording.likest(others, share=limit.share)
            if likest is not None:
                found.append(_copied(note, note.wording.share_in(likest), len(others)))
    if found:
        return tuple(found)
    if not compared:
        return does_not_apply(
            "No author wrote about two people on one day, at a length that can be compared."
        )
    return met(f"{counted(compared, 'note')} of days with several people say something of their own.")


def _comparable(note: NoteSketch, other: NoteSketch) -> bool:
    """Notes of a group are compared with those of groups: of them only a part is their own."""
    return (note.group is None) == (other.group is None)


def _copied(note: NoteSketch, share: float, others: int) -> Outcome:
    # Neither the other person nor the other note is named: whoever reads this may not see them.
    what = "what is written of how this person took part" if note.group else "this text"
    return broken(
        f"{percent_words(share)} of {what} also stands in a note about somebody else of that day.",
        records=(note.focus,),
        arithmetic=f"compared with {counted(others, 'note')} by the same author on that day",
        focus=note.focus,
    )


def names_no_other_member(facts: AgencyFacts, _: NoParameters) -> Outcome | tuple[Outcome, ...]:
    """No note of a group names another of its members."""
    looked, found = 0, []
    for notes in _together(facts.across.by_group, lambda note: note.group):
        for note in notes:
            others = [one for one in notes if one.client_ref != note.client_ref]
            looked += bool(others)
            if any(note.capitals & (one.name - note.name) for one in others):
                found.append(
                    broken(
                        "The note holds a name that another member of the group has.",
                        records=(note.focus,),
                        focus=note.focus,
                    )
                )
    if found:
        return tuple(found)
    if not looked:
        return does_not_apply("The notes of two members of one group are not among the records.")
    return met(f"{counted(looked, 'note')} of groups name no other member.")


def _together(notes: Iterable[NoteSketch], key: Callable[[NoteSketch], object]) -> Iterator[list[NoteSketch]]:
    """Those with one key, which come one after the other, where they are several."""
    for _, found in groupby(notes, key=key):
        together = list(found)
        if len(together) > 1:
            yield together


CHECKS = (
    Check("notes-differ-between-people", Subject.AGENCY, LikenessToOthers, notes_differ_between_people),
    Check("names-no-other-member", Subject.AGENCY, NoParameters, names_no_other_member),
)
