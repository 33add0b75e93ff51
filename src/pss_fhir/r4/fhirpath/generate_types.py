"""Write ``types.json`` from the hl7.fhir.r4.core package.

Run: ``python -m pss_fhir.r4.fhirpath.generate_types hl7.fhir.r4.core-4.0.1.tgz``.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The resource types of R4B 4.3.0 and R5 5.0.0 that R4 lacks (hl7.org/fhir/R4B/resourcelist.html and
# hl7.org/fhir/R5/resourcelist.html): expressions written for several versions ask for them by name.
LATER_RESOURCES = [
    "ActorDefinition",
    "AdministrableProductDefinition",
    "ArtifactAssessment",
    "BiologicallyDerivedProductDispense",
    "Citation",
    "ClinicalUseDefinition",
    "ConditionDefinition",
    "DeviceAssociation",
    "DeviceDispense",
    "DeviceUsage",
    "EncounterHistory",
    "EvidenceReport",
    "FormularyItem",
    "GenomicStudy",
    "ImagingSelection",
    "Ingredient",
    "InventoryItem",
    "InventoryReport",
    "ManufacturedItemDefinition",
    "MedicinalProductDefinition",
    "MolecularDefinition",
    "NutritionIntake",
    "NutritionProduct",
    "PackagedProductDefinition",
    "Permission",
    "RegulatedAuthorization",
    "Requirements",
    "SubscriptionStatus",
    "SubscriptionTopic",
    "SubstanceDefinition",
    "TestPlan",
    "Transport",
]
_FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"


def definitions(package: Path) -> Iterator[dict[str, Any]]:
    """Every StructureDefinition of the package that defines a type rather than constrains one."""
    with tarfile.open(package) as archive:
        for entry in archive:
            if not entry.name.startswith("package/StructureDefinition-"):
                continue
            content = archive.extractfile(entry)
            definition: dict[str, Any] = json.load(content) if content else {}
            is_type = definition.get("derivation") != "constraint" and definition.get("kind") != "logical"
            if is_type:
                yield definition


def type_of(element: dict[str, Any], definition: dict[str, Any]) -> str:
    """How ``types.json`` writes the element's type; the forms are in ``model._read_element``."""
    many = "*" if element["max"] not in ("0", "1") else ""
    if "contentReference" in element:
        return str(element["contentReference"]).split("#")[-1] + many
    types = [_code(entry) for entry in element["type"]]
    if element["path"].endswith("[x]"):
        return "[x]" + "|".join(types) + many
    if types[0] in ("BackboneElement", "Element") and element["path"] != definition["type"]:
        return str(element["path"]) + many
    return types[0] + many


def _code(entry: dict[str, Any]) -> str:
    for extension in entry.get("extension", ()):
        if extension["url"] == _FHIR_TYPE:
            return str(extension["valueUrl"])
    code = str(entry["code"])
    return "string" if code.startswith("http://hl7.org/fhirpath/System.") else code


def build(package: Path) -> dict[str, Any]:
    """The content of ``types.json``."""
    bases: dict[str, str] = {}
    elements: dict[str, dict[str, str]] = {}
    primitives: list[str] = []
    resources: list[str] = []
    for definition in sorted(definitions(package), key=lambda each: str(each["type"])):
        name = str(definition["type"])
        bases[name] = str(definition.get("baseDefinition", "")).rsplit("/", 1)[-1]
        if definition["kind"] == "primitive-type":
            primitives.append(name)
            continue
        if definition["kind"] == "resource":
            resources.append(name)
        for element in definition["snapshot"]["element"][1:]:
            owner, _, field = str(element["path"]).rpartition(".")
            if element.get("base", {}).get("path", element["path"]) != element["path"]:
                continue
            written = type_of(element, definition)
            elements.setdefault(owner, {})[field.removesuffix("[x]")] = written
            if written.removesuffix("*") == element["path"]:
                bases[element["path"]] = _code(element["type"][0])
    return {
        "generated": {
            "by": "pss_fhir.r4.fhirpath.generate_types; do not edit",
            "from": package.name,
            "sha256": hashlib.sha256(package.read_bytes()).hexdigest(),
        },
        "primitives": primitives,
        "resources": resources,
        "later_resources": LATER_RESOURCES,
        "bases": bases,
        "elements": elements,
    }


def main() -> None:
    """Write the file beside this module."""
    target = Path(__file__).with_name("types.json")
    text = json.dumps(build(Path(sys.argv[1])), separators=(",", ":"), ensure_ascii=False)
    target.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
