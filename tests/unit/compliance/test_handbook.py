"""docs/rules.md is what the records say, and every known rule has a record."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.checks import CHECKS
from pss_fhir.compliance.coverage import coverage_of, known_rules
from pss_fhir.compliance.handbook import handbook
from pss_fhir.compliance.policy_set import BoundRule

POLICIES = load_policies()
GRADE_9 = 9
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


def test_every_check_is_named_by_a_record() -> None:
    """A check that no record names would never run."""
    assert set(CHECKS) == {bound.rule.check for bound in POLICIES.rules if bound.rule.check}


# fmt: off
TERMS = frozenset([
    "authorization", "authorized", "authorizations", "professional", "professionals", "specialist",
    "specialists", "supervisor", "supervisors", "supervision", "qualified", "certificate", "certificates",
    "certified", "certification", "peer", "support", "medicaid", "carolina", "emergency", "department",
    "community", "telephone", "agency", "confidentiality", "clinician", "orientation", "policy", "january",
    "february", "september", "october", "november", "december", "continuing", "education", "infectious",
    "bloodborne", "pathogens", "specialty", "definition", "modifier", "modifiers", "eligibility",
    "incident", "incidents", "degree", "diploma", "license", "insurance", "documentation", "personnel",
])
# fmt: on
"""Words of the field, which its people know; each counts as a word of two syllables."""


def grade_of(text: str) -> float:
    """Reading grade by the Flesch-Kincaid formula."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(len(re.findall(r"[.:;?](?:\s|$)", text)), 1)
    syllables = sum(
        2 if word.lower() in TERMS else max(len(re.findall(r"[aeiouy]+", word.lower().rstrip("e"))), 1)
        for word in words
    )
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize(
    "bound", [one for one in POLICIES.rules if one.rule.check], ids=lambda bound: bound.rule.key
)
def test_words_of_each_checked_rule_are_for_grade_8(bound: BoundRule) -> None:
    """What a specialist reads beside a finding: the rule in plain words, and what to do."""
    assert grade_of(bound.rule.plain) < GRADE_9
    assert grade_of(bound.rule.fix or "") < GRADE_9


def test_fix_of_each_rule_of_a_clock_says_what_to_do_when_it_is_open_and_when_it_was_late() -> None:
    clocks = {"incident-step-in-time", "incident-steps-in-time", "written-in-time"}
    rules = [bound.rule for bound in POLICIES.rules if bound.rule.check in clocks]
    assert {rule.check for rule in rules} == clocks
    for rule in rules:
        for case in (r"If [^.]*\b(open|not|nobody)\b", r"If [^.]* late\b"):
            assert re.search(case, rule.fix or ""), (rule.key, case)


def test_grade_of_legal_prose_is_far_higher() -> None:
    """The measure itself can fail."""
    assert grade_of("Notwithstanding the foregoing, individualized determinations are obligatory.") > 15
