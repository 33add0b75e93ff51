"""The words of a note as numbers, so that notes can be compared by the runs of words that they share."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar
from zlib import crc32

from pss_fhir.compliance.facts.draft_view import DraftView
from pss_fhir.domain.note import NoteDraft, ServiceNote

_FACTORS = (0x1F3D5B79, 0x1E35A7BD, 0x1B873593)
"""Of the words of a run after its first one: no two alike, so that the order of the words counts."""
RUN = 1 + len(_FACTORS)
"""Words in a row that are compared; single words are alike in any two notes."""

_BLANK = ord(" ")


class _Letters(dict[int, int]):
    """For ``str.translate``: letters, digits and underscores stay, every other character becomes a blank."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        self[code] = code if character.isalnum() or character == "_" else _BLANK
        return self[code]


_LETTERS = _Letters()


class _Checksums(dict[str, bytes]):
    """Words as checksums of eight bytes; those that come again, which most do, are not counted out again."""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = checksum = crc32(word.encode()).to_bytes(_BYTES, "little")
        return checksum


_MOST_WORDS = 65_536
_BYTES = 8
_checksum_of = _Checksums().__getitem__


class Worded(Protocol):
    """Whatever has a wording."""

    @property
    def wording(self) -> Wording:
        """Its text, as far as it is compared."""
        ...


AnyWorded = TypeVar("AnyWorded", bound=Worded)


class Wording(NamedTuple):
    """A text, as far as it is compared: numbers, the same in every process.

    Attributes:
        words: how many words it has.
        packed: its runs of words in order, each as a number of eight bytes; a rare clash harms nothing. So
            packed they take a tenth of the memory, and the runs of most texts are never asked for.
        mark: a number with one bit for each run; several runs may have the same bit.
    """

    words: int
    packed: bytes
    mark: int

    @property
    def runs(self) -> frozenset[int]:
        """Every run of words in it, as a number."""
        return _unpacked(self.packed)

    def share_in(self, other: Worded) -> float:
        """Which part of its own runs also stands in another text."""
        return len(self.runs & other.wording.runs) / len(self.runs) if self.runs else 0.0

    def likest(self, others: Iterable[AnyWorded], *, share: float) -> AnyWorded | None:
        """Where more than a share of its runs stands: in which of others the most, the first of equal ones.

        What two texts share is at most the bits that their marks share, and the runs that have no bit of
        their own. That is found in a tenth of the time that it takes to compare the runs, and most texts
        are so unlike that it is enough.
        """
        mark, count = self.mark, len(self.packed) // _BYTES
        least = int(share * count) - (count - mark.bit_count())
        may_be = [one for one in others if (mark & one.wording.mark).bit_count() >= least]
        likest = max(may_be, key=self.share_in, default=None)
        return likest if likest is not None and self.share_in(likest) > share else None


@lru_cache(maxsize=2048)
def wording_of(text: str) -> Wording:
    """The words of a text; case and punctuation are not compared."""
    words = text.casefold().translate(_LETTERS).split()
    # All runs are added up at once: in one long number the checksums stand side by side, and each run is
    # the sum of its words, the second to fourth of them times a factor. A checksum has 32 bits and a factor
    # 29, so no sum grows out of its eight bytes.
    row = int.from_bytes(b"".join(map(_checksum_of, words)), "little")
    sums = row
    for factor in _FACTORS:
        row >>= 8 * _BYTES
        sums += factor * row
    packed = sums.to_bytes(_BYTES * len(words), "little")[: -_BYTES * len(_FACTORS)]
    mark = 0
    for run in array(_NUMBER, packed):
        mark |= _BITS[run % len(_BITS)]
    return Wording(len(text.split()), packed, mark)


@lru_cache(maxsize=2048)
def _unpacked(packed: bytes) -> frozenset[int]:
    return frozenset(array(_NUMBER, packed))


_NUMBER = "q"
_BITS = tuple(1 << at for at in range(1024))
"""Some ten times the words of a usual note: with more, marks take longer to compare; with fewer, more runs
of different notes have the same bit."""


def text_of(note: NoteDraft | DraftView | ServiceNote) -> str:
    """What a note says of the visit: what was done, and how the person responded."""
    return f"{note.intervention_text}\n{note.response}"
