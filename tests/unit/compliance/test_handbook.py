"""docs/rules.md is what the records say, and every known rule has a record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.coverage import coverage_of, known_rules
from pss_fhir.compliance.handbook import handbook

POLICIES = load_policies()
PAGE = Path(__file__).resolve().parents[3] / "docs/rules.md"


def test_handbook_on_disk_is_what_the_records_say() -> None:
    """Refresh it with ``pss-fhir rules handbook > docs/rules.md``."""
    assert PAGE.read_text(encoding="utf-8") == handbook(POLICIES)


def test_handbook_names_every_record_once() -> None:
    page = handbook(POLICIES)
    for bound in POLICIES.rules:
        assert page.count(f"\n### {bound.rule.id}: {bound.rule.title}\n") == 1


def test_known_rules_are_178() -> None:
    assert len(set(known_rules())) == len(known_rules()) == 178


def test_coverage_of_package_has_no_gap_and_a_reason_for_every_rule_without_check() -> None:
    covered = coverage_of(POLICIES)

    assert {entry.state for entry in covered} == {"executable", "informational"}
    assert all(entry.reason for entry in covered if entry.state == "informational")


def test_coverage_of_rule_without_record_says_missing() -> None:
    fewer = replace(POLICIES, rules=tuple(one for one in POLICIES.rules if one.rule.id != "pss-080"))
    assert [entry.rule for entry in coverage_of(fewer) if entry.state == "missing"] == ["pss-080"]
