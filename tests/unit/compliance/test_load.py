"""Policy files: a bad one stops at load and everything wrong with it is named with file and line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pss_fhir.compliance import PolicySet, load_policies
from pss_fhir.compliance.figures import LateEntry, PartUnits, UnmanagedUnits
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.domain.units import Rounding
from pss_fhir.errors import InputError, RuleDataError
from pss_fhir.issues import Issue, Severity

DAY = date(2026, 11, 3)
NOBODY = PayersOfDay((), is_certain=False)
RULE = """
[[rule]]
id = "agency-notes-soon"
title = "Notes are written soon"
layer = "agency"
severity = "error"
evidence = "SEED"
check = "written-in-time"
parameters = { hours = 12 }
citation = { document = "Our handbook" }
plain = "Notes are written within 12 hours."
fix = "Sign it now."
[[rule.example]]
answer = "met"
[[rule.example]]
answer = "broken"
"""


def load(tmp_path: Path, text: str | bytes) -> PolicySet:
    """The package's rules with one agency file."""
    file = tmp_path / "agency.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_policies([file])


def faults(tmp_path: Path, text: str | bytes) -> list[Issue]:
    """What a refused file is refused for."""
    with pytest.raises(RuleDataError) as refused:
        load(tmp_path, text)
    assert all(issue.file == str(tmp_path / "agency.toml") for issue in refused.value.issues)
    return list(refused.value.issues)


def test_load_own_rule_binds_as_loudly_as_the_agency_wants(tmp_path: Path) -> None:
    [bound] = load(tmp_path, RULE).records_of("agency-notes-soon")
    assert (bound.severity, bound.evidence.caution) == (Severity.ERROR, None)


def test_load_unverified_rule_wishing_for_error_only_warns(tmp_path: Path) -> None:
    [bound] = load(tmp_path, RULE.replace('"SEED"', '"MEM-h"')).records_of("agency-notes-soon")
    assert bound.severity is Severity.WARNING
    assert bound.evidence.caution is not None


def test_load_folder_reads_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(RULE)
    (tmp_path / "b.txt").write_text("not a policy")
    assert load_policies([tmp_path]).records_of("agency-notes-soon")


def test_load_without_agency_leaves_the_employers_limits_out() -> None:
    policies = load_policies(with_agency=False)
    assert not [bound for bound in policies.rules if bound.rule.id.startswith("agency-")]
    assert [bound.rule.id for bound in policies.in_force(DAY, NOBODY) if bound.rule.id == "pss-047"]


def test_load_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_policies([tmp_path / "nothing.toml"])


def test_load_several_faults_names_all_of_them(tmp_path: Path) -> None:
    text = RULE.replace('check = "written-in-time"', 'check = "no-such-check"') + RULE.replace(
        "hours = 12", "hours = -1, minutes = 5"
    ).replace("agency-notes-soon", "agency-other")

    found = faults(tmp_path, text)

    assert [(issue.code, issue.line) for issue in found] == [
        ("rules.check-unknown", 2),
        ("rules.parameter-invalid", 18),
        ("rules.parameter-invalid", 18),
    ]


@pytest.mark.parametrize(
    ("change", "code", "line", "words"),
    [
        (("id = ", "id == "), "rules.unreadable", 3, "not TOML"),
        (('layer = "agency"', 'layer = "county"'), "rules.record-invalid", 5, "layer"),
        (('title = "Notes are written soon"\n', ""), "rules.record-invalid", 2, "title"),
        (("severity", "loudness"), "rules.record-invalid", 6, "loudness"),
        (('fix = "Sign it now."\n', ""), "rules.record-invalid", 2, "needs a fix"),
        (('answer = "broken"', 'answer = "met"'), "rules.example-missing", 2, "2 and 0"),
        (
            ('fix = "', 'in_force = { from = 2026-02-01, to = 2026-01-31 }\nfix = "'),
            "rules.dates-reversed",
            2,
            "2026-01-31",
        ),
        (('fix = "', 'replaces = ["pss-999"]\nfix = "'), "rules.replaces-unknown", 2, "pss-999"),
        (('fix = "', 'replaces = ["rec-005"]\nfix = "'), "rules.replaces-forbidden", 2, "state"),
    ],
)
def test_load_fault_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], code: str, line: int, words: str
) -> None:
    [issue] = faults(tmp_path, RULE.replace(*change))
    assert (issue.code, issue.line) == (code, line)
    assert words in issue.message


def test_load_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    [issue] = faults(tmp_path, b'[[rule]]\nid = "\xff"\n')
    assert (issue.code, issue.line) == ("rules.unreadable", 2)


def test_load_file_with_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xef\xbb\xbf" + RULE.encode()).records_of("agency-notes-soon")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("title = ", "titel = "), "titel: it is not known; title is needed"),
        (
            ("hours = 12", "houres = 12"),
            "parameter houres of check 'written-in-time': it is not known; hours",
        ),
        (('title = "Notes are written soon"\n', ""), "title: it is missing and is needed"),
        (
            ('title = "Notes are written soon"', "title = 3"),
            "wrong kind; it must be words in quotation marks",
        ),
        (('layer = "agency"', 'layer = "county"'), "it must be 'federal', 'state', 'plan' or 'agency'"),
        (("severity", "loudness"), "loudness: it is not known here"),
        (("hours = 12", "hours = -1"), "it must be 0 or more"),
        (("hours = 12", 'hours = "twelve"'), "it must be a whole number"),
    ],
)
def test_load_fault_is_one_and_in_plain_words(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    [issue] = faults(tmp_path, RULE.replace(*change))
    assert words in issue.message
    assert not re.search("[Ii]nput|[Ff]ield required|permitted", issue.message)


def test_load_unknown_table_is_named(tmp_path: Path) -> None:
    [issue] = faults(tmp_path, "[[rules]]\nid = 'x'\n")
    assert "no such table" in issue.message


def test_load_overlapping_dates_are_refused(tmp_path: Path) -> None:
    first = RULE.replace('fix = "', 'in_force = { to = 2026-06-30 }\nfix = "')
    second = RULE.replace('fix = "', 'in_force = { from = 2026-06-30 }\nfix = "')
    [issue] = faults(tmp_path, first + second)
    assert issue.code == "rules.dates-overlap"


def test_load_dates_that_meet_are_two_texts_of_one_rule(tmp_path: Path) -> None:
    first = RULE.replace('fix = "', 'in_force = { to = 2026-06-30 }\nfix = "')
    second = RULE.replace('fix = "', 'in_force = { from = 2026-07-01 }\nfix = "').replace("12", "24")
    policies = load(tmp_path, first + second)
    chosen = [
        [
            bound.rule.parameters["hours"]
            for bound in policies.in_force(day, NOBODY)
            if bound.rule.id == "agency-notes-soon"
        ]
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert chosen == [[12], [24]]


def test_load_correction_replaces_the_older_record_from_its_day(tmp_path: Path) -> None:
    newer = RULE.replace(
        'fix = "', 'in_force = { from = 2026-07-01 }\nreplaces = ["agency-notes-soon"]\nfix = "'
    ).replace("hours = 12", "hours = 24")
    policies = load(tmp_path, RULE + newer)
    chosen = [
        [
            bound.rule.parameters["hours"]
            for bound in policies.in_force(day, NOBODY)
            if bound.rule.id == "agency-notes-soon"
        ]
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert chosen == [[12], [24]]


def test_load_cycle_is_refused(tmp_path: Path) -> None:
    one = RULE.replace('fix = "', 'replaces = ["agency-other"]\nfix = "')
    other = RULE.replace("agency-notes-soon", "agency-other").replace(
        'fix = "', 'replaces = ["agency-notes-soon"]\nfix = "'
    )
    [issue] = faults(tmp_path, one + other)
    assert issue.code == "rules.replaces-cycle"
    assert "agency-notes-soon -> agency-other -> agency-notes-soon" in issue.message


def test_load_override_with_name_of_reader_lifts_the_limit_from_its_day(tmp_path: Path) -> None:
    policies = load(
        tmp_path,
        """
[[override]]
rule = "rec-007"
in_force = { from = 2026-11-01 }
verified_by = "Pat HTEST, RMDM 2025, page 41, 2026-10-30"
parameters = { business_days = 5 }
""",
    )
    before = policies.parameters_for(LateEntry, date(2026, 10, 31), NOBODY)
    after = policies.parameters_for(LateEntry, date(2026, 11, 1), NOBODY)
    assert before is not None
    assert after is not None
    assert (before.business_days, after.business_days) == (7, 5)
    assert [bound.severity for bound in policies.records_of("rec-007")] == [Severity.WARNING, Severity.ERROR]


def test_load_override_of_what_is_left_open_needs_no_reader(tmp_path: Path) -> None:
    policies = load(
        tmp_path, '[[override]]\nrule = "pss-030"\nparameters = { rounding = "sum-then-round" }\n'
    )
    figure = policies.parameters_for(PartUnits, DAY, NOBODY)
    assert figure is not None
    assert figure.rounding is Rounding.SUM_THEN_ROUND


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('rule = "pss-021"\nparameters = { units = 100 }', "not the agency's to set"),
        ('rule = "pss-080"\nseverity = "warning"', "raised, not lowered"),
        ('rule = "pss-080"\nis_off = true', "switched off"),
        ('rule = "pss-999"', "no loaded file"),
    ],
)
def test_load_override_that_would_loosen_is_refused(tmp_path: Path, text: str, words: str) -> None:
    [issue] = faults(tmp_path, f"[[override]]\n{text}\n")
    assert (issue.code, issue.line) == ("rules.override-forbidden", 1)
    assert words in issue.message


def test_load_employers_limit_can_be_changed_and_switched_off(tmp_path: Path) -> None:
    policies = load(
        tmp_path,
        """
[[override]]
rule = "agency-caseload-max"
severity = "error"
parameters = { most = 12 }
[[override]]
rule = "agency-license"
is_off = true
""",
    )
    [caseload] = policies.records_of("agency-caseload-max")
    assert (caseload.severity, caseload.rule.parameters) == (Severity.ERROR, {"most": 12})
    assert policies.records_of("agency-license") == []


def test_load_payer_reference_of_the_agencys_own_server_is_known(tmp_path: Path) -> None:
    policies = load(
        tmp_path,
        """
[[payer]]
key = "partners"
name = "Partners Health Management"
kind = "lme-mco"
names = ["partners"]
refs = ["Organization/77"]
""",
    )
    assert policies.payers._by_ref["Organization/77"].key == "partners"


def test_plan_that_may_be_looser_takes_the_states_place_for_its_own_payer() -> None:
    policies = load_policies()
    partners = policies.payers.named("Partners Health Management")
    assert partners is not None
    day = date(2020, 3, 2)
    figures = [
        policies.parameters_for(UnmanagedUnits, day, payers)
        for payers in (PayersOfDay((partners,), is_certain=True), NOBODY)
    ]
    assert [figure.units for figure in figures if figure] == [64, 24]


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        pytest.param(
            '[[override]]\nrule = "rec-007"\nin_force = { from = 2027-02-01, to = 2027-01-01 }\n',
            "rules.dates-reversed",
            1,
            "the end must not come before the start",
            id="override-ends-before-it-begins",
        ),
        pytest.param(
            '\n[[override]]\nrule = "pss-005"\nverified_by = "Q"\nin_force = { from = 2026-01-01 }\n',
            "rules.override-forbidden",
            2,
            "no record of that rule is in force in those days",
            id="override-of-days-without-the-rule",
        ),
        pytest.param(
            '[[override]]\nrule = "agency-license"\nis_off = true\n'
            '[[override]]\nrule = "agency-license"\nseverity = "error"\n',
            "rules.override-forbidden",
            4,
            "before this one switched it off",
            id="override-of-what-is-switched-off",
        ),
        pytest.param(
            RULE.replace('layer = "agency"', 'layer = "agency"\npayers = ["partners", "partnrs"]'),
            "rules.payer-unknown",
            2,
            "'partnrs'",
            id="payer-misspelled",
        ),
        pytest.param(
            "[[holidays]]\nyear = 2028\ndays = [2028-01-03, 2029-01-01]\n",
            "rules.record-invalid",
            1,
            "2029-01-01 is no day of 2028",
            id="holiday-of-another-year",
        ),
    ],
)
def test_load_what_would_never_bind_is_refused(
    tmp_path: Path, text: str, code: str, line: int, words: str
) -> None:
    [found] = faults(tmp_path, text)
    assert (found.code, found.line) == (code, line)
    assert words in found.message


def test_load_payer_of_the_agencys_own_can_be_named_by_its_key_and_kind(tmp_path: Path) -> None:
    payer = '[[payer]]\nkey = "county"\nname = "The county"\nkind = "grant"\nfund = "state"\n'
    named = RULE.replace('layer = "agency"', 'layer = "agency"\npayers = ["county", "grant"]')
    [bound] = load(tmp_path, payer + named).records_of("agency-notes-soon")
    assert bound.rule.payers == ("county", "grant")


def test_load_folder_without_a_rule_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.toml file") as refused:
        load_policies([tmp_path])
    assert refused.value.code == "rules.folder-empty"
