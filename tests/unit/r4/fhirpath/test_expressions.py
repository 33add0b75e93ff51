"""Every function and operator, by the table in expressions.toml; and the same against fhirpathpy."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.r4.fhirpath import (
    EvaluationFailed,
    NotChecked,
    NotCompilable,
    Quantity,
    Temporal,
    compile_expression,
)
from pss_fhir.r4.fhirpath.functions.table import FUNCTIONS

PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "active": True,
    "name": [
        {"family": "Htest", "given": ["Ann", "Bea"], "use": "official"},
        {"given": ["Ann"], "use": "usual"},
    ],
    "birthDate": "1980-02",
    "_birthDate": {"extension": [{"url": "u", "valueString": "x"}]},
    "telecom": [{"system": "phone", "value": "1", "rank": 1}, {"system": "email", "value": "a@b"}],
    "multipleBirthInteger": 2,
}
CASES = tomllib.loads(Path(__file__).with_name("expressions.toml").read_text(encoding="utf-8"))["case"]
IDS = [case["expression"].strip() for case in CASES]
TESTED_ELSEWHERE = {
    *("resolve", "memberOf", "conformsTo", "htmlChecks", "subsumes", "subsumedBy", "checkModifiers"),
    *("timeOfDay", "getValue", "convertsToBoolean", "convertsToDecimal", "convertsToDate"),
    *("convertsToDateTime", "convertsToTime", "convertsToQuantity", "convertsToString"),
}


def shown(value: Any) -> str:
    """One item as the table writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, Decimal)):
        return f"{Decimal(value):f}"
    if isinstance(value, Temporal):
        return f"@{'T' if value.kind == 'Time' else ''}{value.text}"
    if isinstance(value, Quantity):
        return f"{value.value:f} '{value.unit}'"
    return repr(value)


def outcome(expression: str) -> list[str] | str:
    """What evaluating gives, as the table writes it."""
    try:
        return [shown(value) for value in compile_expression(expression).evaluate(PATIENT)]
    except NotCompilable:
        return "not compilable"
    except EvaluationFailed:
        return "error"
    except NotChecked:
        return "not checked"


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_expression_gives_what_the_specification_says(case: dict[str, Any]) -> None:
    assert outcome(case["expression"]) == case["gives"]


def test_table_names_every_function() -> None:
    text = " ".join(IDS)
    missing = {name for name in FUNCTIONS if f"{name}(" not in text and f" {name} " not in text}
    assert missing == TESTED_ELSEWHERE


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_fhirpathpy_agrees_or_the_table_says_why_not(case: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fhirpathpy's parser asks for older typing names
        import fhirpathpy
        from fhirpathpy.models import models
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            theirs: Any = fhirpathpy.evaluate(PATIENT, case["expression"], {}, models["r4"])
    except Exception as error:  # noqa: BLE001 - fhirpathpy raises bare exceptions of many kinds
        theirs = error
    agrees = _same(theirs, compile_expression, case)
    assert agrees is ("fhirpathpy_differs" not in case), theirs


def _same(theirs: Any, compile_text: Any, case: dict[str, Any]) -> bool:
    expects_failure = isinstance(case["gives"], str)
    if isinstance(theirs, Exception) or expects_failure:
        return isinstance(theirs, Exception) and expects_failure
    ours = compile_text(case["expression"]).evaluate(PATIENT)
    return len(ours) == len(theirs) and all(map(_same_item, ours, theirs))


def _same_item(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, Temporal):
        return ours.text == (theirs if isinstance(theirs, str) else theirs.asStr)
    if isinstance(ours, Quantity):
        theirs_unit = str(theirs.unit).strip("'")
        return (ours.value, ours.unit) in (
            (theirs.value, theirs_unit),
            (theirs.value, theirs_unit.removesuffix("s")),
        )
    return bool(ours == theirs)


def test_the_documentation_names_every_function_and_no_other() -> None:
    text = (Path(__file__).parents[4] / "docs" / "fhirpath.md").read_text(encoding="utf-8")
    section = text.split("## Functions")[1].split("All operators")[0]
    assert set(re.findall(r"`(\w+)`", section)) - {"toX", "convertsToX"} == set(FUNCTIONS)
