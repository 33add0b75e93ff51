"""The synthetic clients are in the situations that they are said to be in, by the rules themselves."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.clock import NEW_YORK
from pss_fhir.compliance import Answer, burn_downs, check_note, load_policies
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.contact import Modality, Place
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import GoalProgress, NoteDraft, Progress
from pss_fhir.domain.people import Client, Credential, Specialist
from pss_fhir.domain.record import Days, Record
from pss_fhir.domain.staff import (
    Assignment,
    BackgroundCheck,
    StaffCredential,
    StaffMember,
    StaffRecords,
    Supervision,
    Training,
)
from pss_fhir.mapping import read_all
from pss_fhir.sandbox.agency.seed import Agency, make_agency

DAYS = [date(2026, 11, 2), date(2026, 11, 23), date(2027, 1, 4), date(2028, 2, 29), date(2026, 3, 9)]


def read_staff(agency: Agency, folder: Path) -> StaffRecords:
    """The staff folder as records."""
    agency.write_staff_folder(folder)

    def rows(name: str) -> list[dict[str, Any]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return [{column: value or None for column, value in row.items()} for row in csv.DictReader(file)]

    return StaffRecords(
        members=tuple(
            StaffMember(practitioner_ref=row.pop("fhir_practitioner"), **row) for row in rows("staff.csv")
        ),
        credentials=tuple(
            StaffCredential(staff_id=row.pop("staff_id"), credential=Credential(**row))
            for row in rows("credentials.csv")
        ),
        trainings=tuple(Training(client_ref=row.pop("client_id"), **row) for row in rows("trainings.csv")),
        supervision=tuple(Supervision(**row) for row in rows("supervision.csv")),
        assignments=tuple(
            Assignment(
                client_ref=row.pop("client_id"),
                days=Days(start_on=row.pop("from"), end_on=row.pop("to")),
                is_family_member=row.pop("family_member") == "yes",
                **row,
            )
            for row in rows("assignments.csv")
        ),
        checks=tuple(BackgroundCheck(**row) for row in rows("checks.csv")),
    )


@cache
def records_of(as_of: date) -> tuple[Record, ...]:
    """Everything that the agency's EHR holds, as records."""
    return tuple(read_all(make_agency(as_of).resources).records)


def read_chart(agency: Agency, client: str, staff: StaffRecords, now: datetime) -> Chart:
    """A client's chart as the agency's EHR holds it, opened by the client's specialist."""
    records = records_of(agency.calendar.as_of)
    person = next(each for each in agency.roster.clients if each.id == client)
    specialist_ref = f"Practitioner/{person.specialist}"

    def of(kind: str) -> tuple[Any, ...]:
        return tuple(
            each
            for each in records
            if type(each).__name__ == kind and getattr(each, "client_ref", None) == person.ref
        )

    return Chart(
        client=next(each for each in records if isinstance(each, Client) and each.ref == person.ref),
        specialist=next(
            each for each in records if isinstance(each, Specialist) and each.ref == specialist_ref
        ),
        plans=of("Plan"),
        goals=of("Goal"),
        orders=of("ServiceOrder"),
        authorizations=of("Authorization"),
        coverages=of("Coverage"),
        contacts=of("Contact"),
        staff=staff.concerning(specialist_ref),
        read_at=now,
    )


def make_draft(chart: Chart, now: datetime) -> NoteDraft:
    """A note on a visit of this morning that says all that a note must say."""
    assert chart.specialist is not None
    goal = chart.goals[0]
    return NoteDraft(
        note_identifier="urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c001",
        client_ref=chart.client.ref,
        author_ref=chart.specialist.ref,
        modality=Modality.IN_PERSON,
        place=Place.COMMUNITY,
        started_at=now - timedelta(minutes=120),
        ended_at=now - timedelta(minutes=68),
        goals=(GoalProgress(goal_ref=goal.ref, words=goal.words, progress=Progress.PROGRESS),),
        interventions=(Intervention.COACHING,),
        purpose="Met to work on the goal named in the plan.",
        intervention_text="Shared how I came through a similar time, and we wrote down three steps.",
        response="Took part the whole time and chose a day for the first step.",
        next_step="We meet again next week.",
    )


def rules_broken(agency: Agency, client: str, folder: Path, *, days_later: int = 0) -> set[str]:
    """The rules that a visit with the client would break."""
    day = agency.calendar.day(days_later)
    now = datetime(day.year, day.month, day.day, 19, 0, tzinfo=NEW_YORK)
    chart = read_chart(agency, client, read_staff(agency, folder), now)
    findings = check_note(chart, make_draft(chart, now), load_policies(), as_of=now)
    return {finding.rule for finding in findings if finding.answer is Answer.BROKEN}


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_each_client_breaks_the_rules_of_the_story_and_no_others(as_of: date, tmp_path: Path) -> None:
    agency = make_agency(as_of)
    assert rules_broken(agency, "client-1", tmp_path) == set()
    assert rules_broken(agency, "client-2", tmp_path) == set()
    assert rules_broken(agency, "client-3", tmp_path) == {"rec-022"}
    assert rules_broken(agency, "client-4", tmp_path) == {"pss-080", "agency-cpi-current"}
    assert {"pss-010", "agency-cpi-current"} <= rules_broken(agency, "client-5", tmp_path)
    assert rules_broken(agency, "client-6", tmp_path) == set()


def test_sixth_clients_specialist_may_work_nine_more_days(tmp_path: Path) -> None:
    agency = make_agency(DAYS[0])
    assert rules_broken(agency, "client-6", tmp_path, days_later=9) == set()
    assert rules_broken(agency, "client-6", tmp_path, days_later=10) != set()


def test_second_clients_picture_shows_five_units_left(tmp_path: Path) -> None:
    agency = make_agency(DAYS[0])
    now = datetime(2026, 11, 2, 19, 0, tzinfo=NEW_YORK)
    chart = read_chart(agency, "client-2", read_staff(agency, tmp_path), now)
    approved = burn_downs(chart, load_policies(), as_of=now)[0]
    assert approved.left == 5
