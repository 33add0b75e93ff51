"""Importing the package and asking for help stay quick: heavy parts load on first use."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "flask",
    "requests",
    "pyspark",
    "pyarrow",
    "fhir",
    "fhirclient",
    "sqlalchemy",
    "cryptography",
    "authlib",
    "pss_fhir.validation",
)

PROBE = """
import sys
sys.argv = ["pss-fhir", *{arguments!r}]
try:
    {statement}
except SystemExit:
    pass
print(",".join(sorted(name for name in {heavy!r} if name in sys.modules)), file=sys.stderr)
"""


def loaded_by(statement: str, *arguments: str) -> str:
    """The heavy libraries that a fresh interpreter has loaded after a statement, comma-separated."""
    code = PROBE.format(statement=statement, arguments=list(arguments), heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""


@pytest.mark.parametrize(
    ("statement", "arguments"),
    [
        ("import pss_fhir", ()),
        ("import pss_fhir.mapping", ()),
        ("import pss_fhir.domain.chart", ()),
        ("import pss_fhir.workflows.audit_agency", ()),
        ("from pss_fhir.cli.main import main; main()", ("--help",)),
        ("from pss_fhir.cli.main import main; main()", ("explain", "internal.failure")),
    ],
    ids=["package", "mapping", "domain", "audit", "help", "explain"],
)
def test_light_entry_loads_nothing_heavy(statement: str, arguments: tuple[str, ...]) -> None:
    assert loaded_by(statement, *arguments) == ""


def test_loaded_by_heavy_import_names_it() -> None:
    """The check itself can fail."""
    assert loaded_by("import requests") == "requests"
