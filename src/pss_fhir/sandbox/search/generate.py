"""Makes ``parameters.json`` from the published definitions.

``python -m pss_fhir.sandbox.search.generate PACKAGE...`` takes FHIR packages (``.tgz``): the R4 core first,
then guides that add parameters. Expressions are put into the short paths of
:mod:`pss_fhir.sandbox.search.paths`; what does not fit (composite parameters, a few with functions) is
left out and named on standard error.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_EVERY_TYPE = "Resource"
_BY_HAND = {
    ("Patient", "deceased"): "deceased?",
    ("InsurancePlan", "name"): "name | alias",
    ("Observation", "value-string"): "value:string | value:CodeableConcept text",
}
_REWRITES = (
    (re.compile(r"\.where\(resolve\(\) is (\w+)\)"), r"->\1"),
    (re.compile(r"\.where\((\w+)\s*=\s*'([^']+)'\)"), r"[\1=\2]"),
    (re.compile(r"\.extension\('([^']+)'\)"), r".extension[url=\1]"),
    (re.compile(r"\.(?:as|ofType)\((\w+)\)"), r":\1"),
    (re.compile(r"^\((.*) as (\w+)\)"), r"\1:\2"),
)


def read_package(file: Path) -> Iterator[dict[str, Any]]:
    """Every JSON resource of a FHIR package."""
    with tarfile.open(file) as package:
        for member in package:
            parts = Path(member.name).parts
            if len(parts) == 2 and parts[0] == "package" and member.name.endswith(".json"):
                content = package.extractfile(member)
                resource = json.loads(content.read()) if content else {}
                if "resourceType" in resource:
                    yield resource


def short_path(expression: str) -> str | None:
    """The alternative of an expression as a short path, None where it has no such form.

    Blanks part the steps, so dots inside a URL stay as they are.
    """
    text = expression.strip()
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    steps = re.findall(r"(?:\[[^\]]*\]|[^.\[])+", text.removeprefix("Resource."))
    if any(not re.fullmatch(r"[A-Za-z]+(?::\w+|\[\d+\]|\[\w+=[^\]]+\]|->\w+|\?)?", step) for step in steps):
        return None
    return " ".join(steps)


def rows_of(parameter: dict[str, Any]) -> Iterator[tuple[str, str, str, list[str]]]:
    """One row (type, code, kind, paths) for each base of a SearchParameter."""
    alternatives = [part.strip() for part in parameter.get("expression", "").split("|") if part]
    for base in parameter.get("base", []):
        by_hand = _BY_HAND.get((base, parameter["code"]))
        if by_hand:
            paths: list[str | None] = [part.strip() for part in by_hand.split("|")]
        else:
            mine = [part for part in alternatives if re.match(rf"\(*{base}\b", part) or base == _EVERY_TYPE]
            paths = [short_path(re.sub(rf"^(\(*){base}\.", r"\1", part)) for part in mine]
        if parameter["type"] in ("composite", "special") or not paths or None in paths:
            sys.stderr.write(f"left out: {base} {parameter['code']}: {parameter.get('expression')}\n")
            continue
        yield base, parameter["code"], parameter["type"], [path for path in paths if path]


def make_table(packages: list[Path]) -> str:
    """The table as JSON text, one row on a line, sorted; the first definition of a parameter stands."""
    rows: dict[tuple[str, str], str] = {}
    types: set[str] = set()
    compartment: dict[str, list[str]] = {}
    for file in packages:
        for resource in read_package(file):
            kind = resource["resourceType"]
            if kind == "SearchParameter" and not resource.get("derivedFrom"):
                for row in rows_of(resource):
                    rows.setdefault(row[:2], json.dumps(row))
            elif kind == "StructureDefinition" and resource.get("kind") == "resource":
                if resource.get("derivation") == "specialization" and not resource.get("abstract"):
                    types.add(resource["type"])
            elif kind == "CompartmentDefinition" and resource["code"] == "Patient":
                compartment = {
                    each["code"]: each["param"] for each in resource["resource"] if each.get("param")
                }
    names = ", ".join(file.name.removesuffix(".tgz") for file in packages)
    parts = [
        f' "source": {json.dumps(f"SearchParameter, CompartmentDefinition: {names} (CC0-1.0)")}',
        f' "types": {json.dumps(sorted(types))}',
        f' "patient_compartment": {json.dumps(compartment, sort_keys=True)}',
        ' "parameters": [\n  ' + ",\n  ".join(rows[key] for key in sorted(rows)) + "\n ]",
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    made = make_table([Path(name) for name in sys.argv[1:]])
    Path(__file__).with_name("parameters.json").write_text(made, encoding="utf-8")
