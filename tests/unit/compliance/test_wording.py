"""The words of a note as numbers: what is compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.compliance import Answer, check_note, load_policies
from pss_fhir.compliance.facts import wording
from pss_fhir.compliance.facts.wording import Wording, wording_of
from tests.builders import NOW, make_chart, make_draft


@pytest.mark.parametrize("seed", ["1", "2"])
def test_runs_are_the_same_in_every_process(seed: str) -> None:
    """Executors of Spark compare what others made, each with its own seed for the hashes of texts."""
    code = (
        "from pss_fhir.compliance.facts.wording import wording_of;"
        "print(*wording_of('one two three four').runs)"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {int(one) for one in elsewhere.stdout.split()} == wording_of("one two three four").runs


def test_runs_are_of_words_alone() -> None:
    assert wording_of("One two, three FOUR!").runs == wording_of("one two three four").runs
    assert wording_of("one two three").runs == frozenset()


@given(st.text(st.sampled_from("aB9é_ßİ٣²Ⅷ漢 -,.'’\n\t\u00a0\u0301"), max_size=60))
def test_runs_are_of_what_stands_between_other_characters(text: str) -> None:
    """The same as the words of a regular expression, which takes twice the time."""
    words = re.findall(r"\w+", text.casefold())
    assert wording_of(text).runs == wording_of(" ".join(words)).runs
    assert len(wording_of(text).runs) <= max(len(words) - 3, 0)


class Said(NamedTuple):
    """Something with a wording."""

    name: int
    wording: Wording


_TEXTS = st.lists(st.sampled_from(["lease", "bus", "clinic"]), max_size=24).map(" ".join)


@pytest.mark.parametrize("bits", [1, 8, 1024])
@given(_TEXTS, st.lists(_TEXTS, max_size=6), st.sampled_from([0.07, 0.25, 1 / 3, 0.5, 0.6, 1]))
def test_likest_is_that_which_shares_most_whatever_bits_runs_have_in_common(
    bits: int, text: str, others: list[str], share: float
) -> None:
    """Marks only spare comparing: they never hide a text that shares more than the share."""
    with patch.object(wording, "_BITS", tuple(1 << at for at in range(bits))):
        own, *worded = (wording_of.__wrapped__(each) for each in (text, *others))
    found = own.likest((Said(*each) for each in enumerate(worded)), share=share)

    runs = [each.runs for each in worded]
    shares = [len(own.runs & one) / len(own.runs) if own.runs else 0.0 for one in runs]
    most = max(shares, default=0.0)
    assert (found.name if found else None) == (shares.index(most) if most > share else None)


@given(_TEXTS, _TEXTS)
def test_texts_share_the_runs_of_words_that_they_share(one: str, other: str) -> None:
    def runs_in(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return set(zip(words, words[1:], words[2:], words[3:], strict=False))

    assert len(wording_of(one).runs & wording_of(other).runs) == len(runs_in(one) & runs_in(other))
    assert len(wording_of(one).runs) == len(runs_in(one))


def test_share_counts_runs_once_and_holds_for_own_runs() -> None:
    one, other = (Said(0, wording_of(text)) for text in ("a b c d e", "a b c d e f a b c d e"))

    assert one.wording.share_in(other) == 1.0
    assert other.wording.share_in(one) == 1 / 3
    assert wording_of("a b").share_in(one) == 0.0


def test_words_are_counted_as_they_are_written() -> None:
    assert wording_of("a drop-in, one-on-one - it's on").words == 6


def test_note_of_dashes_alone_is_not_compared() -> None:
    draft = make_draft(intervention_text="- " * 12, response="...")
    (found,) = (
        one
        for one in check_note(make_chart(), draft, load_policies(), as_of=NOW, all_answers=True)
        if one.rule == "rec-008"
    )
    assert (found.answer, found.message) == (Answer.DOES_NOT_APPLY, "There is too little text to compare.")
