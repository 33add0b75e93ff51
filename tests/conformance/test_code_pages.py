"""Every code is explained, on the command line and on its page; and the pages name no other."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pss_fhir.cli.explain import command
from pss_fhir.issues import code_book

DOCS = Path(__file__).parents[2] / "docs"
_SPEC = importlib.util.spec_from_file_location("generate_codes", DOCS / "generate_codes.py")
assert _SPEC is not None
assert _SPEC.loader is not None
generate_codes = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generate_codes)
AREAS = sorted(generate_codes.TITLES)


def page(area: str) -> str:
    return (DOCS / "codes" / f"{area}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("area", AREAS)
def test_page_when_made_anew_then_unchanged(area: str) -> None:
    """When it fails: ``python docs/generate_codes.py``."""
    assert page(area) == generate_codes.page_of(area)


def test_pages_are_those_of_the_areas() -> None:
    assert sorted(file.stem for file in (DOCS / "codes").glob("*.md")) == AREAS


def test_code_when_in_the_book_then_on_a_page_and_the_other_way_round() -> None:
    headings = [head for area in AREAS for head in re.findall(r"^## (\S+)$", page(area), re.MULTILINE)]

    assert sorted(headings) == sorted(code_book())


@pytest.mark.parametrize("code", sorted(code_book()))
def test_code_when_explained_then_its_text_and_what_to_do(code: str) -> None:
    entry = code_book()[code]

    said = CliRunner().invoke(command, [code])

    told = " ".join(said.output.split())
    assert said.exit_code == 0
    assert " ".join(entry.long.split()) in told
    assert f"What to do: {' '.join(entry.fix.split())}" in told
    assert len(entry.long.split()) >= 8


def test_codes_when_listed_then_all_are_there() -> None:
    said = CliRunner().invoke(command)

    assert [line.split()[0] for line in said.output.splitlines()] == sorted(code_book())
