"""An audit as MeasureReports, as a file that a person can read; rewritten only by ``--regold``."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pss_fhir import Validator
from pss_fhir.cli.audit import command
from pss_fhir.compliance import Answer, AuditReport, PolicySet, audit, load_policies
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.report.measures import RULES_SYSTEM, measure_bundle
from pss_fhir.domain.incident import Incident, IncidentLevel
from pss_fhir.domain.record import Days
from tests.builders import NOW, at, make_chart, make_note, make_order, make_specialist, make_staff
from tests.builders_care import WHOLE_RECORDS

HERE = Path(__file__).parent / "measures"
EVERYTHING = load_policies()
FEW = {"pss-080", "rec-018", "crt-011", "pss-041", "inc-005", "cnf-010"}


def story(*, rules: set[str] | None = None) -> AuditReport:
    """One chart in order and one without an order, an incident without a level, one disclosure."""
    chosen = [bound for bound in EVERYTHING.rules if rules is None or bound.rule.id in rules]
    nothing = tuple(frozenset[int]() for _ in chosen)
    policies = PolicySet(tuple(chosen), EVERYTHING.payers, EVERYTHING.calendar, nothing)
    sent = WHOLE_RECORDS["Disclosure"].model_copy(update={"client_ref": "Patient/riley"})
    late = make_order(signed_on=date(2026, 11, 4))
    charts = [
        make_chart(notes=(make_note(),), course={"disclosures": (sent,), "consents": ()}),
        make_chart(orders=(late,), notes=(make_note(),)),
    ]
    return audit(
        charts,
        as_of=NOW,
        policies=policies,
        staff=make_staff(),
        specialists=[make_specialist()],
        incidents=[Incident(incident_id="I-1", level=IncidentLevel.TWO, aware_at=at(9))],
        period=Days(start_on=date(2026, 7, 1), end_on=date(2026, 11, 3)),
    )


def groups(report: AuditReport) -> dict[tuple[str, str], dict[str, Any]]:
    bundle = measure_bundle(report, reporter="HTEST Agency")
    return {
        (entry["resource"]["measure"].rpartition("/")[2], group["code"]["coding"][0]["code"]): group
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] == "MeasureReport"
        for group in entry["resource"]["group"]
    }


def test_measure_bundle_is_as_written_down(request: pytest.FixtureRequest) -> None:
    report = replace(story(rules=FEW), not_read=2)
    made = json.dumps(measure_bundle(report, reporter="HTEST Agency"), indent=1) + "\n"
    file = HERE / "six-rules.json"
    if request.config.getoption("--regold"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8")

    assert file.read_text(encoding="utf-8") == made


def test_measure_bundle_of_every_rule_is_valid() -> None:
    bundle = measure_bundle(story(), reporter="Organization/agency")
    validator = Validator()
    found = [issue for entry in bundle["entry"] for issue in validator.validate(entry["resource"])]
    assert [*found, *validator.validate(bundle)] == []


def test_measure_bundle_counts_are_those_of_the_audit() -> None:
    report = story()
    counted: Counter[str] = Counter()
    for group in groups(report).values():
        of_a_rule = group["code"]["coding"][0]["system"] == RULES_SYSTEM
        for population in group["population"] if of_a_rule else ():
            counted[population["code"]["text"]] += population["count"]
    assert counted == {
        "asked about": 2 * sum(report.answers.values()),
        "the rule does not apply": report.answers[Answer.DOES_NOT_APPLY],
        "cannot tell: a fact is missing": report.answers[Answer.CANNOT_TELL],
        "the rule is met": report.answers[Answer.MET],
        "the rule is broken": report.answers[Answer.BROKEN],
    }


def test_measure_bundle_score_is_the_share_met_of_those_judged() -> None:
    found = groups(story(rules=FEW))
    assert found["pss-rules-visits", "pss-080"]["measureScore"] == {"value": 0.5}
    assert "measureScore" not in found["pss-rules-incidents", "inc-005"]


def test_measure_bundle_says_in_each_report_what_the_audit_did_not_look_at() -> None:
    report = replace(story(), not_read=2)
    told = [
        {one["code"]["coding"][0]["code"]: one["count"] for one in group["population"]}
        for (_, code), group in groups(report).items()
        if code == "left-out"
    ]
    later = sum(report.later.counts.values())
    assert later
    assert told == [{"not-read": 2, "dated-later": later}] * len({subject for subject, _ in report.asked})


def test_measure_bundle_says_in_each_report_to_what_the_audit_was_narrowed() -> None:
    narrowed = replace(story(), only=frozenset({Subject.NOTE}), about=frozenset({"Patient/<riley>"}))
    bundle = measure_bundle(narrowed, reporter="HTEST Agency")
    said = "Only notes were asked about, and of these only Patient/&lt;riley&gt;."
    assert {
        (one["resource"]["resourceType"], one["resource"].get("text", {}).get("div"))
        for one in bundle["entry"]
    } == {("Measure", None), ("MeasureReport", f'<div xmlns="http://www.w3.org/1999/xhtml">{said}</div>')}
    validator = Validator()
    assert [issue for one in bundle["entry"] for issue in validator.validate(one["resource"])] == []
    assert all("text" not in one["resource"] for one in measure_bundle(story(), reporter="A")["entry"])


def test_measure_report_has_the_groups_of_its_measure() -> None:
    bundle = measure_bundle(story(), reporter="HTEST Agency")
    by_url = {one["resource"].get("url"): one["resource"] for one in bundle["entry"]}
    reports = [one["resource"] for one in bundle["entry"] if "measure" in one["resource"]]
    assert reports
    for report in reports:
        asked, measure = report["group"], by_url[report["measure"]]["group"]
        assert [one["code"] for one in asked] == [one["code"] for one in measure]
        for counts, meanings in zip(asked, measure, strict=True):
            assert [one["code"] for one in counts["population"]] == [
                one["code"] for one in meanings["population"]
            ]


def test_measure_bundle_names_nobody() -> None:
    text = json.dumps(measure_bundle(story(), reporter="The agency"))
    for name in ("HTEST", "Patient/", "Practitioner/", "staff/"):
        assert name not in text


def test_audit_command_writes_measure_reports(tmp_path: Path) -> None:
    staff = Path(__file__).parent
    refused = tmp_path / "refused.ndjson"
    refused.write_text('{"resourceType": "Patient"\n{"resourceType": "Patient", "id": 7}\n', encoding="utf-8")
    result = CliRunner().invoke(
        command,
        [
            str(refused),
            "--staff",
            str(staff),
            "--as-of",
            "2026-11-03",
            "--format",
            "measurereport",
            "--reporter",
            "HTEST Agency",
        ],
    )
    bundle = json.loads(result.stdout)
    reports = [
        one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "MeasureReport"
    ]
    assert reports[0]["reporter"] == {"display": "HTEST Agency"}
    assert reports[0]["period"] == {"end": "2026-11-03"}
    assert [one["count"] for one in reports[0]["group"][-1]["population"]] == [2, 0]
