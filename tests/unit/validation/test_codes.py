"""Every code of the validator is used, and every one used is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pss_fhir
from pss_fhir.issues import code_book

SOURCE = Path(pss_fhir.__file__).parent
PARTS = ("validation", "definitions", "cli", "inputs.py", "ndjson.py", "errors.py")


def written() -> str:
    files = [
        file
        for part in PARTS
        for file in ([SOURCE / part] if part.endswith(".py") else (SOURCE / part).rglob("*.py"))
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("area", ["validate", "input", "definitions"])
def test_code_when_in_the_book_then_used_somewhere(area: str) -> None:
    source = written()
    codes = [code for code in code_book() if code.startswith(f"{area}.")]
    names = {code: code.removeprefix("validate.") for code in codes}
    unused = [code for code in codes if f'"{code}"' not in source and f'"{names[code]}"' not in source]

    assert unused == []


def test_code_when_used_then_in_the_book() -> None:
    named = set(re.findall(r'"((?:validate|input|definitions)\.[a-z-]+)"', written()))

    assert named <= set(code_book())
