"""The stable names of the package, and the codes that people can look up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pss_fhir
from pss_fhir.issues import code_book

ROOT = Path(__file__).resolve().parents[2]


def test_public_names_are_those_promised() -> None:
    """A name that leaves or joins the public interface is a decision, not an accident."""
    assert pss_fhir.__all__ == [
        "Issue",
        "Severity",
        "Validator",
        "__version__",
        "audit",
        "from_fhir",
        "to_fhir",
    ]


@pytest.mark.parametrize("name", pss_fhir.__all__)
def test_public_name_can_be_imported(name: str) -> None:
    assert getattr(pss_fhir, name) is not None


def assigned_names(node: ast.AnnAssign | ast.Assign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def codes_named_in(source: str) -> set[str]:
    """Constants that are codes by their place: ``code=``, ``default_code``, first of ``make_issue``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            named = [word.value for word in node.keywords if word.arg == "code"]
            first = node.args[:1] if getattr(node.func, "id", "") == "make_issue" else []
            candidates = [*named, *first]
        elif isinstance(node, ast.AnnAssign | ast.Assign) and "default_code" in assigned_names(node):
            candidates = [node.value] if node.value else []
        else:
            continue
        found |= {
            text.value
            for text in candidates
            if isinstance(text, ast.Constant) and isinstance(text.value, str) and "." in text.value
        }
    return found


def test_codes_used_in_code_stand_in_the_code_book() -> None:
    """``pss-fhir explain`` knows every code that the program can print."""
    used: set[str] = set()
    for file in [*(ROOT / "src").rglob("*.py"), *(ROOT / "smart_app").rglob("*.py")]:
        used |= codes_named_in(file.read_text(encoding="utf-8"))

    assert set() == used - set(code_book())


def test_codes_named_in_finds_every_form() -> None:
    """The check itself can fail."""
    source = 'f(code="a.b")\nclass C:\n    default_code = "c.d"\nmake_issue("e.f", path=None)\n'
    assert codes_named_in(source) == {"a.b", "c.d", "e.f"}
