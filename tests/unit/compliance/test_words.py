"""Numbers, days and lists as people read them."""

from __future__ import annotations

import pytest

from pss_fhir.compliance.words import counted, listed, percent_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 notes"),
        (1, "1 note"),
        (3, "3 notes"),
        (1.5, "1.5 notes"),
        (1.0, "1 note"),
        (1_234_567, "1234567 notes"),
    ],
)
def test_counted_gives_every_digit_of_a_count(number: float, words: str) -> None:
    assert counted(number, "note") == words


def test_counted_when_a_plural_is_given_then_it_is_used() -> None:
    assert (counted(1, "unit is", "units are"), counted(2, "unit is", "units are")) == (
        "1 unit is",
        "2 units are",
    )


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed_reads_like_a_sentence(items: list[str], words: str) -> None:
    assert listed(items) == words


def test_percent_words_set_the_sign_apart() -> None:
    assert (percent_words(0.964), percent_words(1.0)) == ("96 %", "100 %")
