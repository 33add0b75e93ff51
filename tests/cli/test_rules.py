"""``pss-fhir rules``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pss_fhir.cli.rules import command
from pss_fhir.compliance.checks import CHECKS
from pss_fhir.errors import RuleDataError


def run(*arguments: str, exit_code: int = 0) -> str:
    """What a command prints."""
    result = CliRunner().invoke(command, list(arguments))
    assert result.exit_code == exit_code, result.output
    return result.output


def test_rules_list_as_of_shows_the_text_of_that_day() -> None:
    before, after = run("list", "--as-of", "2019-10-31"), run("list", "--as-of", "2019-11-01")
    assert "Codes of the waiver service carry U4" in before
    assert "Plain codes from November 1, 2019" in after
    assert "pss-080" in after
    assert "pss-080" not in before


@pytest.mark.parametrize(("payer", "is_there"), [("partners", True), ("Vaya Health", False)])
def test_rules_list_payer_shows_that_payers_rules(payer: str, is_there: bool) -> None:
    shown = run("list", "--as-of", "2020-03-02", "--payer", payer)
    assert ("pss-023" in shown, "pss-021" in shown) == (is_there, not is_there)


def test_rules_list_unknown_payer_lists_the_known() -> None:
    assert "trillium" in run("list", "--payer", "nobody", exit_code=2)


def test_rules_show_prints_words_source_and_examples() -> None:
    shown = run("show", "PSS-080")
    assert "before or on the first day" in shown
    assert "NC Medicaid blog" in shown
    assert "example 2:" in shown


def test_rules_show_every_record_of_a_rule_unless_a_day_is_given() -> None:
    assert run("show", "pss-002").count("in force:") == 2
    assert run("show", "pss-002", "--as-of", "2026-11-03").count("in force:") == 1


def test_rules_show_unknown_id_suggests() -> None:
    assert "Did you mean" in run("show", "pss-0800", exit_code=2)


def test_rules_show_day_without_text_says_so() -> None:
    assert "not in force on 2019-01-01" in run("show", "pss-080", "--as-of", "2019-01-01", exit_code=2)


def test_rules_coverage_counts_and_has_no_gap() -> None:
    shown = run("coverage", "--check")
    assert shown.splitlines()[-1].endswith("0 missing.")


def test_rules_checks_lists_every_check() -> None:
    shown = run("checks")
    assert all(name in shown for name in CHECKS)


def test_rules_broken_policy_file_names_every_line(tmp_path: Path) -> None:
    file = tmp_path / "agency.toml"
    file.write_text('[[override]]\nrule = "pss-080"\nis_off = true\n[[override]]\nrule = "pss-999"\n')
    result = CliRunner().invoke(command, ["list", "--policy", str(file)])
    assert isinstance(result.exception, RuleDataError)
    assert f"{file}:1:" in result.output
    assert f"{file}:4:" in result.output


def test_rules_unknown_policy_name_is_a_usage_error() -> None:
    assert "statewide" in run("list", "--policy", "nothing", exit_code=2)


def test_rules_statewide_leaves_the_employers_limits_out() -> None:
    assert "agency-caseload-max" not in run("list", "--policy", "statewide")
