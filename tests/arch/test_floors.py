"""Imports point downward only, and third-party packages stay behind their fences."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FLOOR_OF = {
    **dict.fromkeys(["errors", "issues", "clock", "external_sort", "inputs", "ndjson", "wire"], 0),
    **dict.fromkeys(["r4", "domain"], 1),
    "definitions": 2,
    **dict.fromkeys(["mapping", "validation", "compliance", "store"], 3),
    **dict.fromkeys(["smart", "client", "sandbox", "synth"], 4),
    **dict.fromkeys(["outbox", "exchange"], 5),
    "workflows": 6,
    "smart_app": 7,
    "cli": 8,
}
SAME_FLOOR_ALLOWED = {
    ("errors", "issues"),
    ("inputs", "errors"),
    ("inputs", "issues"),
    ("inputs", "ndjson"),
    ("ndjson", "errors"),
    ("ndjson", "issues"),
    ("wire", "errors"),
}
"""On the ground floor errors and the finding type know each other, and inputs are read by lines."""

FENCES = {
    "flask": {"smart_app", "sandbox"},
    "flask_wtf": {"smart_app"},
    "authlib": {"sandbox"},
    "click": {"cli"},
    "requests": {"client", "smart"},
    "fhirclient": {"smart"},
    "fhir": {"mapping"},
    "joserfc": {"smart", "sandbox"},
    "cryptography": {"smart", "sandbox", "store"},
    "sqlalchemy": {"store", "sandbox"},
    "alembic": {"store"},
    "pyspark": {"validation", "workflows"},
    "pyarrow": {"validation", "workflows"},
    "waitress": {"cli", "sandbox"},
    "tqdm": {"cli", "validation"},
}
"""Third-party package -> the parts that may import it."""


def source_files() -> list[Path]:
    """Every source file of the library and the app."""
    return sorted([*(ROOT / "src/pss_fhir").rglob("*.py"), *(ROOT / "smart_app").rglob("*.py")])


def part_of(file: Path) -> str | None:
    """The part a file belongs to, None for the package's own front door."""
    if file.is_relative_to(ROOT / "smart_app"):
        return "smart_app"
    first = file.relative_to(ROOT / "src/pss_fhir").parts[0].removesuffix(".py")
    return None if first == "__init__" else first


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of each module that a file imports, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "pss_fhir":
                yield from ((node.lineno, f"pss_fhir.{name.name}") for name in node.names)
            else:
                yield node.lineno, node.module


def faults_in(file: Path, part: str, source: str) -> list[str]:
    """What a file imports that its part may not, as lines a person can act on."""
    faults = []
    for line, module in imported(ast.parse(source)):
        top = module.split(".")[0]
        if top in FENCES and part not in FENCES[top]:
            faults.append(f"{file}:{line} imports {module}; only {sorted(FENCES[top])} may")
            continue
        if top not in ("pss_fhir", "smart_app"):
            continue
        target = "smart_app" if top == "smart_app" else module.split(".")[1] if "." in module else None
        if target is None or target == part or target not in FLOOR_OF:
            continue
        is_allowed = FLOOR_OF[target] < FLOOR_OF[part] or (part, target) in SAME_FLOOR_ALLOWED
        if target == "sandbox":
            is_allowed = part == "cli"
        if not is_allowed:
            floors = f"{part} stands on floor {FLOOR_OF[part]}, {target} on {FLOOR_OF[target]}"
            faults.append(f"{file}:{line} imports {module}; {floors}")
    return faults


def test_imports_point_downward() -> None:
    """No module imports from its own floor or one above, and none jumps a fence."""
    faults = []
    for file in source_files():
        if part := part_of(file):
            faults += faults_in(file.relative_to(ROOT), part, file.read_text(encoding="utf-8"))

    assert faults == [], "\n".join(faults)


def test_every_part_has_a_floor() -> None:
    """A new part must say where it stands before it can be built."""
    assert {part for file in source_files() if (part := part_of(file))} <= set(FLOOR_OF)


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("domain", "from pss_fhir.mapping import to_fhir"),
        ("domain", "from pss_fhir.r4 import systems"),
        ("mapping", "from pss_fhir.compliance import audit"),
        ("smart_app", "from pss_fhir.sandbox import Sandbox"),
        ("client", "from pss_fhir.smart import refresh"),
        ("workflows", "import flask"),
        ("mapping", "def f():\n    import requests"),
    ],
)
def test_faults_in_forbidden_import_is_named(part: str, source: str) -> None:
    """The check itself can fail."""
    assert len(faults_in(Path("x.py"), part, source)) == 1


@pytest.mark.parametrize("file", source_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_file_is_small_enough_to_have_one_reason(file: Path) -> None:
    """400 lines are the limit of a source file."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400
