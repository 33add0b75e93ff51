"""The words of a note as numbers, so that notes can be compared by the runs of words that they share."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from pss_fhir.compliance.facts.draft_view import DraftView
from pss_fhir.domain.note import NoteDraft, ServiceNote

RUN = 4
"""Words in a row that are compared; single words are alike in any two notes."""

_BLANK = ord(" ")


class _Letters(dict[int, int]):
    """For ``str.translate``: letters, digits and underscores stay, every other character becomes a blank."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        self[code] = code if character.isalnum() or character == "_" else _BLANK
        return self[code]


_LETTERS = _Letters()


class _Numbers(dict[str, int]):
    """Words as checksums; those that come again, which most do, are not counted out again."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = number = crc32(word.encode())
        return number


_MOST_WORDS = 65_536
_number_of = _Numbers().__getitem__


class Wording(NamedTuple):
    """A text, as far as it is compared.

    Attributes:
        words: how many words it has.
        runs: every run of words in it, as a number: the same in every process, and a rare clash harms
            nothing.
    """

    words: int
    runs: frozenset[int]


@lru_cache(maxsize=2048)
def wording_of(text: str) -> Wording:
    """The words of a text; case and punctuation are not compared."""
    words = [*map(_number_of, text.casefold().translate(_LETTERS).split())]
    # Numbers, unlike texts, have the same hash in every process.
    runs = frozenset(map(hash, zip(*[words[at:] for at in range(RUN)], strict=False)))
    return Wording(len(text.split()), runs)


_BITS = 1024
"""Some ten times the words of a usual note: with more, marks take longer to compare; with fewer, more runs
of different notes have the same bit."""


@lru_cache(maxsize=2048)
def mark_of(runs: frozenset[int]) -> int:
    """A number with one bit for each run; several runs may have the same bit.

    What two notes share is at most the bits that their marks share, and the runs that have no bit of their
    own. That is found in a tenth of the time that it takes to compare the runs.
    """
    mark = 0
    for run in runs:
        mark |= 1 << (run % _BITS)
    return mark


def text_of(note: NoteDraft | DraftView | ServiceNote) -> str:
    """What a note says of the visit: what was done, and how the person responded."""
    return f"{note.intervention_text}\n{note.response}"
