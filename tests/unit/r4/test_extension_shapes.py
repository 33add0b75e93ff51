"""The table of extensions is whole."""

from __future__ import annotations

import re

from pss_fhir.r4 import canonicals
from pss_fhir.r4.extension_shapes import EXTENSIONS


def test_every_extension_of_the_project_stands_in_the_table_once() -> None:
    named = {
        value
        for name, value in vars(canonicals).items()
        if name.isupper()
        and isinstance(value, str)
        and value.startswith(f"{canonicals.BASE}/StructureDefinition/")
        and not name.endswith("_PROFILE")
    }
    listed = [shape.url for shape in EXTENSIONS]

    assert (set(listed), len(listed)) == (named, len(named))


def test_every_extension_has_a_value_or_parts_and_ids_that_fhir_allows() -> None:
    for shape in EXTENSIONS:
        assert (shape.value is None) == bool(shape.parts), shape.url
        assert re.fullmatch(r"[0-9]\.\.[1*]", shape.cardinality)
        assert all(re.fullmatch(r".+ [01]\.\.[1*]", part) for part in shape.parts.values()), shape.url
        assert len(shape.url.rpartition("/")[2]) <= 64
