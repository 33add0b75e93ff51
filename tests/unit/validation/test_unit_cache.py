"""Generated code on disk: found again, made again when damaged, safe to write from many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pss_fhir.validation import Validator
from pss_fhir.validation.unit import Unit
from pss_fhir.validation.unit_cache import UnitCache

UNIT = Unit(
    "urn:a", source="def F0(o, c):\n    return S1\n", exports={"A": "F0"}, constants={"S1": frozenset({"x"})}
)


def emit(_canonical: str) -> Unit:
    return UNIT


def never(_canonical: str) -> Unit:
    raise AssertionError("must be found on disk")


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_unit_when_kept_then_found_with_its_constants(tmp_path: Path) -> None:
    UnitCache(tmp_path, "f").get("urn:a", emit)

    unit, code = UnitCache(tmp_path, "f").get("urn:a", never)

    space = dict(unit.constants)
    exec(code, space)  # noqa: S102 - our own code
    assert {"x"} == space["F0"](None, None)


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 100])
def test_unit_when_its_file_is_damaged_then_made_again(tmp_path: Path, damage: bytes) -> None:
    UnitCache(tmp_path, "f").get("urn:a", emit)
    (file,) = files(tmp_path)
    file.write_bytes(damage)

    UnitCache(tmp_path, "f").get("urn:a", emit)

    UnitCache(tmp_path, "f").get("urn:a", never)


def test_unit_when_one_bit_is_flipped_then_made_again(tmp_path: Path) -> None:
    UnitCache(tmp_path, "f").get("urn:a", emit)
    (file,) = files(tmp_path)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)

    assert UnitCache(tmp_path, "f").get("urn:a", emit)[0].canonical == "urn:a"


def test_unit_when_definitions_differ_then_not_shared(tmp_path: Path) -> None:
    UnitCache(tmp_path, "f").get("urn:a", emit)
    with pytest.raises(AssertionError):
        UnitCache(tmp_path, "other").get("urn:a", never)


def test_cache_when_the_folder_cannot_be_written_then_it_works_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    assert UnitCache(blocked, "f").get("urn:a", emit)[0].canonical == "urn:a"


def test_cache_when_written_by_many_then_no_part_is_left(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: UnitCache(tmp_path, "f").get(f"urn:{number % 3}", emit), range(60)))

    assert len(files(tmp_path)) == 3
    assert {".unit"} == {file.suffix for file in files(tmp_path)}


def test_validator_when_its_code_comes_from_disk_then_the_same_findings(tmp_path: Path) -> None:
    texts = [
        b'{"resourceType":"Patient"}',
        b'{"resourceType":"Patient","gender":"x"}',
        b'{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1}}',
    ]
    first = [Validator(unit_cache=tmp_path).validate(text) for text in texts]
    assert files(tmp_path)

    assert first == [Validator(unit_cache=tmp_path).validate(text) for text in texts]
