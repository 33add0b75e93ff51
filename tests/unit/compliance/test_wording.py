"""The words of a note as numbers: what is compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.compliance import Answer, check_note, load_policies
from pss_fhir.compliance.facts.wording import mark_of, wording_of
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


_RUNS = st.frozensets(st.integers(-(2**61), 2**61) | st.integers(0, 2000), max_size=40)


@given(_RUNS, _RUNS)
def test_marks_share_a_bit_for_each_shared_run_that_has_a_bit_of_its_own(
    one: frozenset[int], other: frozenset[int]
) -> None:
    """So no two notes share more runs than their marks let through."""
    without = len(one) - mark_of(one).bit_count()
    assert (mark_of(one) & mark_of(other)).bit_count() + without >= len(one & other)


def test_note_of_dashes_alone_is_not_compared() -> None:
    draft = make_draft(intervention_text="- " * 12, response="...")
    (found,) = (
        one
        for one in check_note(make_chart(), draft, load_policies(), as_of=NOW, all_answers=True)
        if one.rule == "rec-008"
    )
    assert (found.answer, found.message) == (Answer.DOES_NOT_APPLY, "There is too little text to compare.")
