"""Packages, canonicals and what they mean."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.definitions import Registry, open_registry
from pss_fhir.definitions.package import Package, read_package
from pss_fhir.definitions.registry import split_canonical
from pss_fhir.definitions.source import FolderSource
from pss_fhir.errors import DefinitionError

US_CORE_PATIENT = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"


def write_package(
    folder: Path, name: str, version: str, *definitions: dict[str, Any], **manifest: Any
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps({"name": name, "version": version, **manifest}))
    for number, definition in enumerate(definitions):
        (folder / f"{number}.json").write_text(json.dumps(definition))
    return folder


def value_set(url: str, version: str = "1.0.0") -> dict[str, Any]:
    return {"resourceType": "ValueSet", "url": url, "version": version}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return open_registry()


@pytest.mark.parametrize(
    ("canonical", "url", "version"),
    [("a", "a", None), ("a|1", "a", "1"), ("a|", "a", None), ("a|1#f", "a", "1"), ("a#f", "a", None)],
)
def test_canonical_when_split_then_url_and_version(canonical: str, url: str, version: str | None) -> None:
    assert (url, version) == split_canonical(canonical)


@pytest.mark.parametrize("version", ["6.1.0", "7.0.0", "8.0.0"])
def test_us_core_when_a_version_is_named_then_that_version(registry: Registry, version: str) -> None:
    found = registry.structure(f"{US_CORE_PATIENT}|{version}")

    assert found is not None
    assert f"{US_CORE_PATIENT}|{version}" == found.canonical


def test_us_core_when_no_version_is_named_then_the_regulated_one(registry: Registry) -> None:
    """45 CFR 170.215(b)(1)(ii) names 6.1.0."""
    found = registry.structure(US_CORE_PATIENT)

    assert found is not None
    assert found.entry.version == "6.1.0"


def test_us_core_when_another_version_is_put_first_then_that_one() -> None:
    found = open_registry(["hl7.fhir.us.core#8.0.0"]).structure(US_CORE_PATIENT)

    assert found is not None
    assert found.entry.version == "8.0.0"


def test_us_core_when_asked_from_within_a_package_then_its_own_version(registry: Registry) -> None:
    (eight,) = (package for package in registry.packages if package.name == "hl7.fhir.us.core#8.0.0")
    found = registry.structure(US_CORE_PATIENT, eight)

    assert found is not None
    assert found.entry.version == "8.0.0"


def test_canonical_when_the_version_is_not_held_then_none_and_versions_are_told(registry: Registry) -> None:
    assert registry.structure(f"{US_CORE_PATIENT}|3.1.1") is None
    assert registry.versions("StructureDefinition", US_CORE_PATIENT) == ("6.1.0", "7.0.0", "8.0.0")


@pytest.mark.parametrize("asked", ["6.1", "6"])
def test_canonical_when_only_the_beginning_of_a_version_is_named_then_found(
    registry: Registry, asked: str
) -> None:
    assert registry.structure(f"{US_CORE_PATIENT}|{asked}") is not None


def test_dependency_when_a_package_names_one_then_it_comes_before_others(tmp_path: Path) -> None:
    old = Package(FolderSource(write_package(tmp_path / "old", "a", "1.0.0", value_set("urn:vs", "1"))))
    new = Package(FolderSource(write_package(tmp_path / "new", "a", "2.0.0", value_set("urn:vs", "2"))))
    user = Package(FolderSource(write_package(tmp_path / "user", "b", "1.0.0", dependencies={"a": "1.0.0"})))
    registry = Registry([new, old, user])

    found = [registry.find("ValueSet", "urn:vs", within) for within in (None, user)]

    assert [each.entry.version for each in found if each] == ["2", "1"]


def test_fingerprint_when_a_definition_changes_then_it_changes(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", "a", "1.0.0", value_set("urn:vs"))
    before = Registry([Package(FolderSource(folder))]).fingerprint
    (folder / "0.json").write_text(json.dumps(value_set("urn:other")))

    assert before != Registry([Package(FolderSource(folder))]).fingerprint


def make_tgz(target: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(target, "w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def test_package_when_named_as_tgz_folder_or_cache_entry_then_read(tmp_path: Path) -> None:
    manifest = json.dumps({"name": "a", "version": "1.0.0"}).encode()
    tgz = make_tgz(
        tmp_path / "a.tgz",
        {"package/package.json": manifest, "package/v.json": json.dumps(value_set("urn:vs")).encode()},
    )
    cache = tmp_path / "cache"
    write_package(cache / "a#1.0.0" / "package", "a", "1.0.0", value_set("urn:vs"))

    for named in (str(tgz), str(cache / "a#1.0.0"), str(cache / "a#1.0.0" / "package"), "a#1.0.0"):
        package = read_package(named, cache)

        assert package.name == "a#1.0.0"
        assert ("ValueSet", "urn:vs") in package.index


@pytest.mark.parametrize("named", ["nothing.tgz", "a#9", "folder"])
def test_package_when_it_is_not_there_then_said_where_it_was_sought(tmp_path: Path, named: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        read_package(named, tmp_path)

    assert refused.value.code == "definitions.package-not-found"
    assert named == refused.value.where


def test_package_when_package_json_is_missing_then_said(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text(json.dumps(value_set("urn:vs")))

    with pytest.raises(DefinitionError) as refused:
        read_package(str(tmp_path), tmp_path)

    assert refused.value.code == "definitions.no-manifest"


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08"])
def test_package_when_the_tgz_is_damaged_then_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.tgz"
    file.write_bytes(content)

    with pytest.raises(DefinitionError) as refused:
        read_package(str(file), tmp_path)

    assert refused.value.code in ("definitions.package-unreadable", "definitions.no-manifest")
    assert str(file) == refused.value.where


def test_package_when_the_tgz_is_cut_off_then_said(tmp_path: Path) -> None:
    whole = make_tgz(tmp_path / "a.tgz", {"package/package.json": b"{}" + b" " * 50_000}).read_bytes()
    file = tmp_path / "b.tgz"
    file.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(DefinitionError) as refused:
        read_package(str(file), tmp_path)

    assert refused.value.code == "definitions.package-unreadable"


def test_package_when_a_file_is_not_json_then_it_is_named(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", "a", "1.0.0")
    (folder / "bad.json").write_text("{")

    with pytest.raises(DefinitionError, match=r"bad\.json is not JSON \(line 1"):
        _ = read_package(str(folder), tmp_path).index


def test_package_when_two_files_share_a_canonical_then_both_are_named(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", "a", "1.0.0", value_set("urn:vs"), value_set("urn:vs"))

    with pytest.raises(DefinitionError, match=r"0\.json and 1\.json both define urn:vs"):
        _ = read_package(str(folder), tmp_path).index
