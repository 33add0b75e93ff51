"""The pages of the codes say what the code book says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
_SPEC = importlib.util.spec_from_file_location("generate_codes", DOCS / "generate_codes.py")
assert _SPEC is not None
assert _SPEC.loader is not None
generate_codes = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generate_codes)


@pytest.mark.parametrize("area", ["definitions", "input", "validate"])
def test_page_when_made_anew_then_unchanged(area: str) -> None:
    page = (DOCS / "codes" / f"{area}.md").read_text(encoding="utf-8")

    assert page == generate_codes.page_of(area)
