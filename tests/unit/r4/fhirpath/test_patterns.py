"""Patterns keep their meaning on the way to Python, without a warning."""

from __future__ import annotations

import re

import pytest

from pss_fhir.r4.fhirpath.patterns import to_python_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^(?<year>\d{4})-", "2024-01", True),
        (r"^\(?<b", "(<b", True),
        (r"^\(?<b", "<b", True),
        (r"^[[][0-9]+[]]$", "[12]", True),
        (r"^[[][0-9]+[]]$", "12", False),
        (r"^[]a]+$", "a]a", True),
        (r"^[^]]+$", "abc", True),
        (r"^[^]]+$", "a]c", False),
        (r"^[a[b]+$", "a[b", True),
        (r"^[a&&b]+$", "&", True),
        (r"^[\[\]]+$", "[]", True),
        (r"^a.b$", "a\nb", True),
        (r"[^\s\.,:;\'\"\/|?!@#$%&*()\[\]{}]{1,64}", "Patient", True),
    ],
)
def test_a_pattern_finds_what_it_means(pattern: str, text: str, found: bool) -> None:
    assert (re.search(to_python_pattern(pattern), text, re.DOTALL) is not None) is found


@pytest.mark.parametrize("pattern", ["(", "[a", "*", r"(?<1a>x)"])
def test_a_broken_pattern_stays_broken(pattern: str) -> None:
    with pytest.raises(re.error):
        re.compile(to_python_pattern(pattern))
