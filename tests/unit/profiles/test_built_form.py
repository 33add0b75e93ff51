"""The built form is that of the sources, and says where everything in it comes from."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pss_fhir.definitions.bundled import OWN_GUIDE, own_guide
from pss_fhir.r4.fhirpath import NOTHING_OUTSIDE, compile_expression
from tests.unit.profiles.guide import example, read

PROFILES = Path(__file__).parents[3] / "profiles"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """profiles/build.py as a module."""
    spec = importlib.util.spec_from_file_location("guide_build", PROFILES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def test_the_built_form_is_of_these_sources(build: ModuleType) -> None:
    assert read("package")["generated"]["source_sha256"] == build.source_digest()


def test_the_built_form_opens_as_a_package() -> None:
    guide = own_guide()
    assert guide is not None
    assert guide.name == f"org.pss-fhir.guide#{read('package')['version']}"
    assert (
        "StructureDefinition",
        "https://pss-fhir.org/fhir/StructureDefinition/pss-service-note",
    ) in guide.index


def test_everything_carried_names_its_package() -> None:
    carried = read("package")["carried"]
    foreign = {
        read(file.stem)["url"]
        for file in OWN_GUIDE.glob("*.json")
        if file.name != "package.json" and not read(file.stem)["url"].startswith("https://pss-fhir.org/")
    }
    assert set(carried) == foreign


def test_stale_files_are_named(build: ModuleType) -> None:
    files = {str(file.relative_to(OWN_GUIDE)): file.read_text("utf-8") for file in OWN_GUIDE.rglob("*.json")}
    assert build.stale_files(files) == []
    changed = {**files, "package.json": "{}"}
    del changed["example/Patient-client-ana.json"]
    assert build.stale_files(changed) == ["example/Patient-client-ana.json", "package.json"]


def test_one_artifact_stands_in_each_file() -> None:
    for file in PROFILES.glob("input/fsh/*/*.fsh"):
        heads = [
            line
            for line in file.read_text("utf-8").splitlines()
            if line.startswith(
                ("Profile:", "Extension:", "ValueSet:", "CodeSystem:", "Invariant:", "RuleSet:", "Instance:")
            )
        ]
        assert [head.split(": ")[1] for head in heads] == [file.stem] or file.parent.name in (
            "questionnaires",
            "conceptmaps",
        )
        assert len(heads) == 1


def test_an_unexplained_warning_stops_the_build() -> None:
    sys.path.insert(0, str(PROFILES))
    try:
        import sushi
    finally:
        sys.path.remove(str(PROFILES))
    sushi._judge("warn  Failed to load hl7.fhir.uv.tools.r4#latest\n0 Errors      1 Warning")
    with pytest.raises(sushi.GuideBroken, match="indexed"):
        sushi._judge("warn  something is indexed by number\n0 Errors      1 Warning")
    with pytest.raises(sushi.GuideBroken):
        sushi._judge("it fell over")


def test_snapshots_say_the_fhir_type_of_what_fhirpath_types() -> None:
    """HL7's validator refuses every id and url of a profile that leaves it out."""
    for file in OWN_GUIDE.glob("StructureDefinition-*.json"):
        for element in read(file.stem).get("snapshot", {}).get("element", ()):
            for each in element.get("type", ()):
                wants = each["code"].startswith("http://hl7.org/fhirpath/")
                says = any("valueUrl" in part for part in each.get("extension", ()))
                assert says == wants, element["id"]
            assert "base" not in element or set(element["base"]) == {"path", "min", "max"}


@pytest.mark.parametrize("name", ["Goal-goal-work", "CarePlan-plan-ana"])
def test_invariants_when_the_extension_they_ask_about_is_absent_then_true(name: str) -> None:
    """Not merely empty, which HL7's validator takes for broken."""
    resource = example(name)
    kind = resource["resourceType"]
    differential = read(f"StructureDefinition-pss-{kind.removeprefix('Care').lower()}")["differential"]
    for element in differential["element"]:
        for constraint in element.get("constraint", ()) if element["path"] == kind else ():
            asked = compile_expression(constraint["expression"])
            assert asked.holds(resource, resource, kind, NOTHING_OUTSIDE) is True, constraint["key"]
