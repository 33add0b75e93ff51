"""Records of an agency, sorted: whose they are, what was not read, and what the staff folder gains."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pss_fhir.compliance import Answer, StaffFolder, load_policies
from pss_fhir.compliance.kept_answers import AuditScope
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.consent import Recipient
from pss_fhir.domain.group import GroupSession
from pss_fhir.domain.incident import Incident, IncidentLevel
from pss_fhir.domain.record import Record
from pss_fhir.domain.staff import CheckKind, SupervisionKind
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.workflows.audit_agency import audit_agency, charts_of
from pss_fhir.workflows.json_files import Value
from pss_fhir.workflows.sorted_records import SortedRecords
from tests.builders import CLIENT_REF, NOW, at, make_client, make_contact, make_group_contact, make_staff
from tests.builders_care import WHOLE_RECORDS

POLICIES = load_policies()
TODAY = date(2026, 11, 3)
AROUND = {
    "Episode": "episodes",
    "DischargeSummary": "discharges",
    "CareTeam": "teams",
    "Diagnosis": "diagnoses",
    "AuthorizationRequest": "requests",
    "Consent": "consents",
    "Disclosure": "disclosures",
}


def record(name: str, **changes: Any) -> Record:
    return WHOLE_RECORDS[name].model_copy(update=changes)


def chart_of(*records: Record) -> Chart:
    [chart] = charts_of([make_client(), *records], staff=None, read_at=NOW).charts
    return chart


def test_charts_of_kinds_around_the_contacts_stand_in_the_course_of_care() -> None:
    chart = chart_of(*(record(name, client_ref=CLIENT_REF) for name in AROUND))
    for name, attribute in AROUND.items():
        assert getattr(chart.course, attribute) == (record(name, client_ref=CLIENT_REF),)


def test_charts_of_kind_that_stands_nowhere_is_not_read_and_one_of_others_is_empty() -> None:
    mine, other = charts_of(
        [make_client(), record("Episode", client_ref="Patient/other")], staff=None, read_at=NOW
    ).charts[::-1]
    assert (mine.client.ref, mine.course.episodes, mine.course.consents) == (CLIENT_REF, (), None)
    assert other.course.episodes is not None
    assert ChartPart.STAFF in mine.unread


def values_of(*records: Record) -> list[Value]:
    """The records as FHIR JSON, from nowhere in particular."""
    return [Value("x", raw=as_json(to_fhir(record))) for record in records]


def test_charts_of_group_session_stands_with_those_who_came() -> None:
    session = GroupSession(ref="Encounter/session", roster_ref="Group/monday", people_present=13)
    came = make_group_contact(group_ref=session.ref)
    assert chart_of(came, session).course.sessions == (session,)
    assert chart_of(make_contact(), session).course.sessions == ()


def test_with_incidents_takes_those_of_fhir_and_prefers_the_folder() -> None:
    found = SortedRecords()
    found.add([Incident(incident_id="I-2"), Incident(incident_id="I-1", level=IncidentLevel.ONE)])
    folder = (Incident(incident_id="I-1", level=IncidentLevel.TWO),)
    assert [(one.incident_id, one.level) for one in found.with_incidents(folder)] == [
        ("I-1", IncidentLevel.TWO),
        ("I-2", None),
    ]


def test_audit_agency_asks_about_incident_that_only_fhir_holds() -> None:
    incident = Incident(incident_id="I-9", level=IncidentLevel.TWO, aware_at=at(9, day=date(2026, 10, 1)))
    report, _ = audit_agency(values_of(incident), AuditScope(NOW, POLICIES))
    assert "incident/I-9" in {finding.subject for finding in report.findings}


def test_with_staff_adds_sessions_of_fhir_once_and_only_to_a_folder() -> None:
    staff = make_staff()
    session = next(row for row in staff.supervision if row.kind is SupervisionKind.INDIVIDUAL)
    newer = session.model_copy(update={"held_on": date(2026, 11, 2)})
    found = SortedRecords()
    looked_up = staff.checks[0].model_copy(update={"kind": CheckKind.EXCLUSION, "completed_on": TODAY})
    found.add([session, newer, staff.trainings[0], looked_up])
    assert found.with_staff(None) is None
    gained = found.with_staff(staff)
    assert gained is not None
    assert gained.supervision == (*staff.supervision, newer)
    assert gained.trainings == staff.trainings
    assert gained.checks == (*staff.checks, looked_up)


def test_audit_agency_missed_supervision_is_mended_by_a_session_of_fhir() -> None:
    staff = make_staff()
    sessions = [row for row in staff.supervision if row.kind is SupervisionKind.INDIVIDUAL]
    october = sessions[-1]
    folder = staff.model_copy(
        update={"supervision": tuple(row for row in staff.supervision if row != october)}
    )

    def missed(*records: Record) -> bool:
        report, _ = audit_agency(
            values_of(*records), AuditScope(NOW, POLICIES), folder=StaffFolder(folder, (), ())
        )
        return any(
            one.rule == "agency-supervision-monthly" and one.answer is Answer.BROKEN
            for one in report.findings
        )

    assert missed()
    assert not missed(october)


def test_audit_agency_asks_about_each_disclosure_of_the_period() -> None:
    plan = Recipient(name="Trillium Health Resources")
    sent = record("Disclosure", client_ref=CLIENT_REF, recipient=plan, consent_ref=None, is_part_2=True)
    report, _ = audit_agency(values_of(make_client(), sent), AuditScope(NOW, POLICIES, all_answers=True))
    asked = {one.rule: one.answer for one in report.findings if one.rule.startswith("cnf-")}
    assert asked["cnf-010"] is Answer.CANNOT_TELL
    consents = record("Consent", client_ref="Patient/other")
    report, _ = audit_agency(values_of(make_client(), sent, consents), AuditScope(NOW, POLICIES))
    asked = {one.rule: one.answer for one in report.findings if one.subject == CLIENT_REF}
    assert asked["cnf-010"] is Answer.BROKEN


def organization(ident: str, name: object) -> dict[str, Any]:
    return {"resourceType": "Organization", "id": ident, "active": True, "name": name}


@pytest.mark.parametrize(
    ("agency_refs", "names", "told"),
    [
        (["Organization/agency"], ["HTEST Agency", "HTEST Payer"], "HTEST Agency"),
        (["Organization/agency"] * 2, ["HTEST Agency"], "HTEST Agency"),
        (["Organization/agency", "Organization/1"], ["HTEST Agency", "HTEST Other"], None),
        (["Organization/agency"], [], None),
        (["Organization/agency"], ["  "], None),
        ([None], ["HTEST Agency"], None),
    ],
)
def test_audit_agency_is_called_as_the_organization_of_its_episodes(
    agency_refs: list[str | None], names: list[str], told: str | None
) -> None:
    episodes = [
        record("Episode", ref=f"EpisodeOfCare/{number}", client_ref=CLIENT_REF, agency_ref=ref)
        for number, ref in enumerate(agency_refs)
    ]
    held = [organization(ident, name) for ident, name in zip(("agency", "1"), names, strict=False)]
    values = [*values_of(make_client(), *episodes), *(Value("organizations.ndjson", raw=raw) for raw in held)]
    report, _ = audit_agency(values, AuditScope(NOW, POLICIES))
    assert report.agency == told
