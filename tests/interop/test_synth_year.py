"""A year of 200 clients: valid, and an audit finds what the truth names. Too long for the default run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from pss_fhir.cli.audit import command as audit
from pss_fhir.cli.validate import command as validate
from pss_fhir.synth.agency import AgencySize, Made, write_agency

pytestmark = [pytest.mark.interop, pytest.mark.timeout(1800)]

SIZE = AgencySize(clients=200, staff=20, months=12)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = tmp_path_factory.mktemp("year") / "agency"
    return folder, write_agency(SIZE, folder, seed=7, starts_on=date(2026, 1, 5))


def test_year_is_valid(year: tuple[Path, Made]) -> None:
    folder, made = year
    ran = CliRunner().invoke(validate, [str(folder / "fhir"), str(folder / "kept")])

    assert ran.exit_code == 0
    assert f"{made.resources:,} resources" in ran.output


def test_audit_of_the_year_finds_the_truth(year: tuple[Path, Made]) -> None:
    folder, made = year
    options = ["--staff", str(folder / "staff"), "--as-of", made.ends_on.isoformat(), "--format", "ndjson"]
    ran = CliRunner().invoke(audit, [str(folder / "fhir"), *options])

    names = ("rule", "subject", "focus", "service_date")
    findings = [json.loads(line) for line in ran.stdout.splitlines()]
    truth = [json.loads(line) for line in (folder / "truth.ndjson").read_text("utf-8").splitlines()]
    found = sorted(str([one[name] for name in names]) for one in findings if one["answer"] == "broken")
    assert found == sorted(str([line[name] for name in names]) for line in truth)
    assert len(found) == made.broken > 400
