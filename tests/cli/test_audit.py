"""``pss-fhir audit``: FHIR files and the staff folder in, findings out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click import Choice
from click.testing import CliRunner, Result

from pss_fhir.cli.audit import command
from pss_fhir.compliance.check import Subject
from pss_fhir.domain.consent import (
    Consent,
    ConsentKind,
    ConsentStatus,
    Disclosure,
    DisclosurePurpose,
    Recipient,
)
from pss_fhir.domain.incident import Incident, IncidentLevel
from pss_fhir.domain.record import Days, Record
from pss_fhir.mapping import as_json, to_fhir
from tests import builders

STAFF = """staff_id,family,given,role,hired_on,supervisor_id,fte,fhir_practitioner
S-1,HTEST,Jo,cpss,2026-01-05,S-9,1.0,jo
S-9,HTEST,Sam,qp,2020-03-02,,1.0,
"""


def story(**changes: Any) -> list[Record]:
    """The records of the tests' story, some of them replaced."""
    records: dict[str, Record] = {
        "client": builders.make_client(),
        "specialist": builders.make_specialist(),
        "plan": builders.make_plan(),
        "goal": builders.make_goal(),
        "order": builders.make_order(),
        "authorization": builders.make_authorization(),
        "coverage": builders.make_coverage(),
        "note": builders.make_note(ref=builders.NOTE_REF),
    }
    return list((records | changes).values())


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    """The story as NDJSON."""
    return written(tmp_path, story())


def written(folder: Path, records: list[Record]) -> Path:
    file = folder / "charts.ndjson"
    client = next(record for record in records if type(record).__name__ == "Client")
    file.write_text(
        "".join(json.dumps(as_json(to_fhir(record, client=client))) + "\n" for record in records)  # type: ignore[arg-type]
    )
    return file


def run(*arguments: object, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    assert result.exit_code == exit_code, result.output
    return result


def findings(*arguments: object, as_of: str = "2026-11-03", exit_code: int = 0) -> list[dict[str, Any]]:
    """What ``--format ndjson`` prints on standard output."""
    result = run(*arguments, "--format", "ndjson", "--as-of", as_of, exit_code=exit_code)
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_audit_story_in_order_has_no_error(charts: Path) -> None:
    found = findings(charts)
    assert {one["answer"] for one in found} <= {"cannot-tell"}
    assert {one["rule"] for one in found} == {
        "agency-cpi-current",
        "pay-008",
        "pss-011",
        "pss-040",
        "pss-045",
        "rec-018",
    }


def test_audit_late_order_is_an_error_and_ends_with_1(tmp_path: Path) -> None:
    order = builders.make_order(signed_on=date(2026, 11, 4))
    [broken] = [
        one
        for one in findings(written(tmp_path, story(order=order)), as_of="2026-11-04", exit_code=1)
        if one["answer"] == "broken"
    ]
    assert (broken["rule"], broken["severity"], broken["subject"]) == (
        "pss-080",
        "error",
        builders.CLIENT_REF,
    )
    assert broken["focus"] == builders.NOTE_REF
    assert broken["service_date"] == "2026-11-03"
    assert "Nov 4, 2026" in broken["message"]


def test_audit_all_also_tells_what_is_met(charts: Path) -> None:
    result = run(charts, "--all", "--as-of", "2026-11-03", "--format", "ndjson")
    assert {"met", "does-not-apply"} <= {json.loads(line)["answer"] for line in result.stdout.splitlines()}


def test_audit_text_says_what_to_do_and_counts(charts: Path) -> None:
    result = run(charts, "--as-of", "2026-11-03")
    assert "  -> " in result.stdout
    assert "1 chart, 1 note, 0 staff: 0 errors" in result.stdout.splitlines()[-1]


def test_audit_outcome_is_an_operation_outcome(charts: Path) -> None:
    result = run(charts, "--as-of", "2026-11-03", "--format", "outcome")
    outcome = json.loads(result.stdout)
    assert outcome["resourceType"] == "OperationOutcome"
    assert {issue["code"] for issue in outcome["issue"]} == {"business-rule"}


def test_audit_outcome_says_of_each_issue_what_it_is_about(charts: Path) -> None:
    """Else a list of what is wrong would not say with which record."""
    outcome = json.loads(run(charts, "--as-of", "2026-11-03", "--format", "outcome").stdout)
    found = run(charts, "--as-of", "2026-11-03", "--format", "ndjson").stdout.splitlines()
    wanted = [(one["subject"], one["focus"], one["service_date"]) for one in map(json.loads, found)]
    assert [issue["diagnostics"] for issue in outcome["issue"]] == [
        "  ".join(dict.fromkeys(part for part in parts if part)) for parts in wanted
    ]


def test_audit_html_is_one_page_without_names(charts: Path, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    run(charts, "--as-of", "2026-11-03", "--format", "html", "--output", page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert text.count("<svg") == text.count("</svg>") > 2
    assert "<script" not in text
    assert "HTEST" not in text


def test_audit_staff_folder_alone_looks_at_staff(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(STAFF)
    (tmp_path / "checks.csv").write_text("staff_id,kind,requested_on,completed_on,result\n")
    found = findings("--staff", tmp_path, exit_code=1)
    assert "qual-012" in {
        one["rule"] for one in found if one["subject"] == "staff/S-1" and one["answer"] == "broken"
    }
    assert "pss-040" not in {one["rule"] for one in found}


def test_audit_staff_folder_answers_what_the_chart_does_not_say(charts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "staff"
    folder.mkdir()
    (folder / "staff.csv").write_text(STAFF)
    (folder / "assignments.csv").write_text(
        "staff_id,client_id,from,family_member\nS-1,riley,2026-06-01,yes\n"
    )
    found = findings(charts, "--staff", folder)
    [family] = [one for one in found if one["rule"] == "pss-045"]
    assert (family["answer"], family["severity"]) == ("broken", "warning")


def test_audit_as_of_a_day_before_all_records_finds_nothing_in_them_and_tells_so(
    charts: Path, tmp_path: Path
) -> None:
    (tmp_path / "staff.csv").write_text(STAFF)
    (tmp_path / "incidents.csv").write_text(
        "incident_id,level,occurred_at,aware_at\nI-1,3,2026-11-03T08:00:00-05:00,2026-11-03T09:00:00-05:00\n"
    )
    (tmp_path / "trainings.csv").write_text(
        "staff_id,topic,completed_on\nS-1,cpi,2026-11-03\nS-1,cpr,2026-11-04\n"
    )
    result = run(charts, "--staff", tmp_path, "--as-of", "2026-11-02", "--format", "ndjson", "--all")
    asked = [json.loads(line) for line in result.stdout.splitlines()]
    assert not [one for one in asked if one["service_date"] or one["subject"].startswith("incident/")]
    [told] = [line for line in result.stderr.splitlines() if "[rules.dated-later]" in line]
    assert told.startswith("warning: Not looked at, being dated after Nov 2, 2026, 11:59 pm: ")
    assert f"1 note (first {builders.NOTE_REF}), 2 trainings (first staff/S-1) and 1 incident (" in told
    arguments = (charts, "--staff", tmp_path, "--as-of", "2026-11-02", "--format")
    left_out = "Not looked at, being dated later: 1 note, 2 trainings and 1 incident."
    assert f"\n{left_out}\n" in run(*arguments, "text").stdout
    assert f"<p><strong>{left_out}</strong></p>" in run(*arguments, "html").stdout
    assert "dated-later" not in run(charts, "--as-of", "2026-11-03").stderr


def test_audit_bad_lines_are_told_and_the_rest_audited(charts: Path, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(STAFF.replace("2026-01-05", "1/5/2026"))
    charts.write_text(charts.read_text() + "{not json\n" + '{"resourceType": "Patient"}\n')
    arguments = (charts, "--staff", tmp_path, "--as-of", "2026-11-03", "--format", "ndjson")
    result = run(*arguments, exit_code=3)
    assert f"{charts}:9" in result.stderr
    assert f"{tmp_path / 'staff.csv'}:2:5" in result.stderr
    assert result.stdout
    told = "3 things could not be read and are not in this audit; the command named each on standard error."
    for form in ("text", "html"):
        assert told in run(*arguments[:-1], form, exit_code=3).stdout


@pytest.mark.parametrize(
    ("named", "told"), [((), "The agency"), (("--reporter", "HTEST Peers"), "HTEST Peers")]
)
def test_audit_reporter_stands_on_the_page_and_in_measure_reports(
    charts: Path, named: tuple[str, ...], told: str
) -> None:
    arguments = (charts, "--as-of", "2026-11-03", *named, "--format")
    heading = f"{told}: audit of" if named else "Audit of"
    assert f"<h1>{heading} Nov 3, 2026</h1>" in run(*arguments, "html").stdout
    bundle = json.loads(run(*arguments, "measurereport").stdout)
    assert {one["resource"].get("reporter", {}).get("display", told) for one in bundle["entry"]} == {told}


def test_audit_types_that_no_rule_looks_at_are_counted(charts: Path) -> None:
    charts.write_text(charts.read_text() + '{"resourceType": "Slot"}\n' * 2 + '{"resourceType": "Foo"}\n')
    told = run(charts, "--as-of", "2026-11-03").stderr.splitlines()
    assert told[-2:] == [
        "type Foo, 1 resource: no rule looks at it, and it was not audited.",
        "type Slot, 2 resources: no rule looks at it, and it was not audited.",
    ]


def test_audit_records_of_an_absent_client_are_audited_all_the_same(tmp_path: Path) -> None:
    file = written(tmp_path, story())
    lines = [line for line in file.read_text().splitlines() if '"Patient"' not in line.split(",")[0]]
    kept = [line for line in lines if json.loads(line)["resourceType"] != "Patient"]
    file.write_text("\n".join(kept) + "\n")
    result = run(file, "--as-of", "2026-11-03", "--format", "ndjson")
    assert builders.CLIENT_REF in result.stderr
    assert "pss-010" in {json.loads(line)["rule"] for line in result.stdout.splitlines()}


def test_audit_kind_of_record_that_is_nowhere_cannot_tell(tmp_path: Path) -> None:
    records = [record for record in story() if type(record).__name__ != "ServiceOrder"]
    found = findings(written(tmp_path, records))
    assert [one["answer"] for one in found if one["rule"] == "pss-080"] == ["cannot-tell"]


def test_audit_period_leaves_other_days_out(charts: Path) -> None:
    result = run(charts, "--as-of", "2026-11-03", "--from", "2026-11-04")
    assert "1 chart, 0 notes" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [(), ("--from", "2026-11-04", "--to", "2026-11-03", "--staff", "x"), ("--policy", "nothing", "x")],
)
def test_audit_call_that_makes_no_sense_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    run(*arguments, exit_code=2)


def test_audit_only_and_about_narrow_what_is_told(charts: Path) -> None:
    assert {one["rule"] for one in findings(charts, "--only", "chart")} == {"pay-008", "pss-011", "rec-018"}
    about = findings(charts, "--about", builders.NOTE_REF, "--all")
    assert {one["focus"] for one in about} == {builders.NOTE_REF}
    assert len(about) > 20


def test_audit_that_was_narrowed_says_so(charts: Path) -> None:
    whole = run(charts, "--as-of", "2026-11-03").stdout
    arguments = ("--as-of", "2026-11-03", "--only", "note", "--only", "chart", "--about", builders.CLIENT_REF)
    told = run(charts, *arguments).stdout
    assert "Only" not in whole.splitlines()[-1]
    assert told.splitlines()[-1] == (
        f"Only notes and charts were asked about, and of these only {builders.CLIENT_REF}."
    )
    assert told.splitlines()[-1] in run(charts, *arguments, "--format", "html").stdout


def test_audit_about_one_known_and_one_unknown_tells_the_unknown_one(charts: Path) -> None:
    named = ("--about", builders.NOTE_REF, "--about", "Patient/nobody")
    result = run(charts, "--as-of", "2026-11-03", *named)
    assert "nothing was found to ask about Patient/nobody" in result.stderr
    assert builders.NOTE_REF not in result.stderr
    assert result.stdout


def test_audit_about_what_is_nowhere_is_a_usage_error(charts: Path) -> None:
    """A misspelled reference would look like somebody without findings."""
    result = run(charts, "--as-of", "2026-11-03", "--about", "Patient/nobody", exit_code=2)
    assert "Patient/nobody" in result.stderr
    assert result.stdout == ""


def test_audit_reads_consents_disclosures_and_incidents_of_fhir(tmp_path: Path) -> None:
    plan = Recipient(ref=builders.PAYER_REF, name="Trillium Health Resources")
    consent = Consent(
        ref="Consent/c",
        client_ref=builders.CLIENT_REF,
        kind=ConsentKind.PART_2,
        status=ConsentStatus.ACTIVE,
        signed_at=builders.at(9, day=date(2026, 6, 1)),
        recipients=(plan,),
        purposes=(DisclosurePurpose.PAYMENT,),
        days=Days(start_on=date(2026, 6, 1), end_on=date(2026, 10, 31)),
    )
    sent = {
        str(day): Disclosure(
            ref=f"AuditEvent/on-{day}",
            client_ref=builders.CLIENT_REF,
            disclosed_at=builders.at(12, day=day),
            discloser_ref="Organization/agency",
            recipient=plan,
            purpose=DisclosurePurpose.PAYMENT,
            record_refs=(builders.NOTE_REF,),
            consent_ref=consent.ref,
            is_part_2=True,
        )
        for day in (date(2026, 10, 31), date(2026, 11, 1))
    }
    incident = Incident(incident_id="I-7", level=IncidentLevel.TWO, aware_at=builders.at(9))
    file = written(tmp_path, [*story(), consent, *sent.values(), incident])

    broken = {
        (one["rule"], one["focus"])
        for one in findings(file, "--only", "disclosure", exit_code=1)
        if one["answer"] == "broken"
    }
    assert broken == {("cnf-010", "AuditEvent/on-2026-11-01"), ("cnf-011", "AuditEvent/on-2026-11-01")}
    assert {one["subject"] for one in findings(file, "--only", "incident")} == {"incident/I-7"}


def test_audit_only_offers_every_kind_of_subject() -> None:
    [option] = [one for one in command.params if one.name == "only"]
    assert isinstance(option.type, Choice)
    assert tuple(option.type.choices) == tuple(kind.value for kind in Subject)
