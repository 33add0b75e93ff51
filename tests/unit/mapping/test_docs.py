"""docs/mapping.md says what the code does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pss_fhir.mapping import note_parts
from pss_fhir.r4.extension_shapes import EXTENSIONS

ROOT = Path(__file__).resolve().parents[3]


def test_tables_of_the_page_are_those_of_the_code() -> None:
    """When it fails: ``python docs/generate_mapping.py``."""
    ran = subprocess.run([sys.executable, str(ROOT / "docs" / "generate_mapping.py"), "--check"], check=False)

    assert ran.returncode == 0


def test_parts_of_a_note_are_those_of_its_extensions() -> None:
    shapes = {shape.url: dict(shape.parts) for shape in EXTENSIONS}
    groups = (
        note_parts.CONTENT,
        note_parts.CONTACT,
        note_parts.GOAL,
        note_parts.SIGNATURE,
        note_parts.ADDENDUM,
    )

    for group in groups:
        told = shapes[group.url]
        assert list(told) == [part.name for part in group.parts]
        for part in group.parts:
            kind, _, often = told[part.name].rpartition(" ")
            assert kind.partition("(")[0].lower() == part.kind.value.lower()
            assert often == f"{int(part.is_required)}..{'*' if part.repeats else '1'}"
