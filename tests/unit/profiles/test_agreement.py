"""The guide defines what the mapping writes: canonicals, extensions, codes, forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.domain.contact import Contact
from pss_fhir.mapping import note_parts
from pss_fhir.mapping.note_parts import PartKind
from pss_fhir.mapping.place import write_location
from pss_fhir.mapping.words import CODE_SYSTEMS, PLACES
from pss_fhir.r4 import canonicals
from pss_fhir.r4.extension_shapes import EXTENSIONS, ExtensionShape
from tests.unit.profiles.guide import own_extensions, own_profiles, read

IDENTIFIER_SYSTEMS = {canonicals.NC_CPSS_CERTIFICATE}
ANSWERS = {
    PartKind.TEXT: {"string", "text"},
    PartKind.CODE: {"choice", "open-choice"},
    PartKind.MOMENT: {"dateTime"},
    PartKind.URI: {"url"},
    PartKind.COUNT: {"integer"},
    PartKind.FACT: {"boolean"},
    PartKind.REFERENCE: {"reference"},
}


def defined() -> set[str]:
    """Every canonical that the guide itself defines."""
    found = (read(file.stem) for file in OWN_GUIDE.glob("*-pss-*.json"))
    return {definition["url"] for definition in found}


def test_every_canonical_of_the_project_is_defined() -> None:
    named = {
        value
        for name, value in vars(canonicals).items()
        if name[0].isalpha()
        and name.isupper()
        and isinstance(value, str)
        and value.startswith(f"{canonicals.BASE}/")
    }
    assert named - IDENTIFIER_SYSTEMS <= defined()


def _cardinality(element: dict[str, Any]) -> str:
    return f"{element['min']}..{element['max']}"


def _types(element: dict[str, Any]) -> str:
    code = element["type"][0]["code"]
    targets = [url.rsplit("/", 1)[-1] for url in element["type"][0].get("targetProfile", ())]
    if not targets:
        return str(code)
    people = {"Patient", "Practitioner", "PractitionerRole", "RelatedPerson"}
    return f"{code}({'any person' if set(targets) == people else ' | '.join(targets)})"


@pytest.mark.parametrize("shape", EXTENSIONS, ids=lambda shape: shape.url.rsplit("/", 1)[-1])
def test_an_extension_has_the_shape_that_the_mapping_writes(shape: ExtensionShape) -> None:
    definition = own_extensions()[shape.url]
    elements = {element["id"]: element for element in definition["snapshot"]["element"]}
    assert tuple(context["expression"] for context in definition["context"]) == shape.contexts
    parts = {
        name: f"{_types(elements[f'{place}.value[x]'])} {_cardinality(element)}"
        for place, element in elements.items()
        if (name := place.removeprefix("Extension.extension:")) != place and "." not in name
    }
    assert parts == dict(shape.parts)
    if shape.value:
        assert _types(elements["Extension.value[x]"]) == shape.value


@pytest.mark.parametrize("shape", EXTENSIONS, ids=lambda shape: shape.url.rsplit("/", 1)[-1])
def test_a_profile_carries_the_extension_as_often_as_the_mapping_says(
    shape: ExtensionShape,
) -> None:
    """A profile may ask for one where the mapping may leave it out, never allow more."""
    most = {
        element["max"]
        for profile in own_profiles()
        for element in profile["differential"]["element"]
        for kind in element.get("type", ())
        if shape.url in kind.get("profile", ())
    }
    assert most == {shape.cardinality.rpartition(".")[2]}


@pytest.mark.parametrize("url", CODE_SYSTEMS)
def test_a_code_system_holds_the_codes_that_the_mapping_writes(url: str) -> None:
    concepts = read(f"CodeSystem-{url.rsplit('/', 1)[-1]}")["concept"]
    assert {concept["code"]: concept["display"] for concept in concepts} == dict(CODE_SYSTEMS[url])


def test_the_place_map_gives_the_codes_that_the_mapping_writes() -> None:
    group = read("ConceptMap-pss-place-to-place-of-service")["group"][0]
    mapped = {element["code"]: element["target"][0]["code"] for element in group["element"]}
    written = {}
    for place in PLACES:
        location = write_location(Contact(client_ref="Patient/1", place=place))
        assert location is not None
        written[place.value] = location["type"][0]["coding"][1]["code"]
    assert mapped == written


def test_the_note_form_asks_what_the_note_parts_hold() -> None:
    form = read("Questionnaire-pss-service-note")
    asked = {item["linkId"]: item for group in form["item"] for item in (group, *group.get("item", ()))}
    groups = (
        *(note_parts.CONTENT, note_parts.CONTACT, note_parts.GOAL),
        *(note_parts.SIGNATURE, note_parts.COSIGNATURE),
    )
    for group in groups:
        assert asked[group.name].get("repeats", False) is group.repeats
        for part in group.parts:
            item = asked[f"{group.name}.{part.name}"]
            assert item["text"] == part.label
            assert item["type"] in ANSWERS[part.kind]
            assert item.get("required", False) is part.is_required
            assert item.get("repeats", False) is part.repeats
    others = {
        "text",
        "intervention",
        "replaces",
        "contact.startedAt",
        "contact.endedAt",
        "cosignature.signer",
    }
    parts = {f"{group.name}.{part.name}" for group in groups for part in group.parts}
    assert set(asked) == parts | {group.name for group in groups} | others


def test_names_ids_and_files_agree() -> None:
    for definition in (*own_profiles(), *own_extensions().values()):
        assert re.fullmatch(r"pss-[a-z0-9-]+", definition["id"])
        words = definition["id"].split("-")
        assert definition["name"] == "".join(word[0].upper() + word[1:] for word in words)
        assert definition["url"] == f"{canonicals.BASE}/StructureDefinition/{definition['id']}"


def test_the_documentation_names_every_profile_and_no_other() -> None:
    text = (Path(__file__).parents[3] / "docs" / "guide.md").read_text(encoding="utf-8")
    table = text.split("## Profiles")[1].split("Incidents, trainings")[0]
    assert set(re.findall(r"^\| `([a-z0-9-]+)`", table, re.MULTILINE)) == {
        each["id"] for each in own_profiles()
    }
