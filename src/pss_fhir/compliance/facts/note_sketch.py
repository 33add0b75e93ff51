"""What is kept of a note to compare it with notes about other people: numbers, never a word of its text."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from pss_fhir.compliance.facts.wording import Wording, text_of, wording_of
from pss_fhir.domain.note import ServiceNote
from pss_fhir.domain.people import PersonName
from pss_fhir.domain.record import Ref

_NAME = re.compile(r"[\"'(]?(?P<name>[^\W\d_][\w\-]*)")
_ENDS = (".", "!", "?", ":", ";")
_LEAST_LETTERS = 2


class NoteSketch(NamedTuple):
    """A signed note, as far as other people's notes are compared with it.

    Attributes:
        focus: the record a finding speaks of.
        group: the session it was part of, None for a visit of one person.
        wording: its own text; of a group only how the person took part is its own, since what the leader
            did is the same for all.
        capitals: checksums of the capitalized words inside its sentences; only of a group's notes.
        name: checksums of the person's own names; only of a group's notes.
    """

    focus: str
    client_ref: Ref
    author_ref: Ref
    on: date
    group: str | None
    wording: Wording
    capitals: frozenset[int] = frozenset()
    name: frozenset[int] = frozenset()


def sketch_of(note: ServiceNote, day: date, name: frozenset[int]) -> NoteSketch:
    """The sketch of a signed note about a person.

    Args:
        note: the note.
        day: its day of service.
        name: checksums of the person's own names.
    """
    contact, author_ref = note.contact, note.signature.signer_ref
    focus, whole = note.ref or note.note_identifier, text_of(note)
    if not contact.is_group:
        return NoteSketch(focus, contact.client_ref, author_ref, day, None, wording_of(whole))
    return NoteSketch(
        focus,
        contact.client_ref,
        author_ref,
        day,
        group=contact.group_ref or f"{author_ref} {contact.started_at}",
        wording=wording_of(note.response),
        capitals=_capitals_in(f"{note.purpose}\n{whole}\n{note.next_step or ''}"),
        name=name,
    )


def _capitals_in(text: str) -> frozenset[int]:
    """Capitalized words that do not begin a line or a sentence, as checksums."""
    found = set()
    for line in text.split("\n"):
        # Most words are in lower case, so those are left out before anything else is asked.
        for before, word in [pair for pair in pairwise(line.split()) if not pair[1].islower()]:
            if (word[0].isupper() or word[1:2].isupper()) and not before.endswith(_ENDS):
                named = _NAME.match(word)
                if named is not None and named["name"][0].isupper():
                    found.add(crc32(named["name"].encode()))
    return frozenset(found)


def name_marks(name: PersonName) -> frozenset[int]:
    """The words of a person's name, as checksums."""
    words = [*name.given, *([name.family] if name.family else []), *(name.text or "").split()]
    parts = [part for word in words for part in word.split() if part[:1].isupper()]
    return frozenset(crc32(part.encode()) for part in parts if len(part) >= _LEAST_LETTERS)
