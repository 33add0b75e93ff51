"""The example case of the records: a story in which every rule is met, and what an example changes."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from pydantic import TypeAdapter

from pss_fhir.clock import local_date
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.disclosure_case import DisclosureCase
from pss_fhir.compliance.engine import ask, ask_of_specialist
from pss_fhir.compliance.facts.across_charts import AcrossCharts, booked
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.disclosure import DisclosureFacts
from pss_fhir.compliance.facts.draft_view import draft_of
from pss_fhir.compliance.facts.incident import IncidentFacts
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.note_sketch import name_marks, sketch_of
from pss_fhir.compliance.facts.staff import AgencyFacts, SpecialistFacts, TeamFacts
from pss_fhir.compliance.facts.visit import visits_of
from pss_fhir.compliance.outcome import Outcome
from pss_fhir.compliance.policy_set import BoundRule, PolicySet
from pss_fhir.compliance.rule import Example
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.consent import Consent
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.note import NoteDraft, ServiceNote
from pss_fhir.domain.people import Client
from pss_fhir.domain.record import Moment
from pss_fhir.domain.staff import StaffMember, StaffRecords


@dataclass(frozen=True)
class Case:
    """One story.

    Attributes:
        as_of: the moment of asking.
        chart: the person's chart, staff records in it.
        draft: the note while it is written.
        note: the same note, signed.
        incidents: the agency's incidents.
        disclosure: a disclosure about to be made.
        consents: the person's consents, None where they could not be read.
        others: other people, each with a note.
    """

    as_of: datetime
    chart: Chart
    draft: NoteDraft
    note: ServiceNote
    incidents: tuple[Incident, ...]
    disclosure: DisclosureCase
    consents: tuple[Consent, ...] | None
    others: tuple[tuple[Client, ServiceNote], ...]


def case_with(example: Example) -> Case:
    """The example case with one example's changes.

    Raises:
        KeyError: a path names something the case does not have.
        pydantic.ValidationError: the changed case is not a possible record.
    """
    data = copy.deepcopy(_plain_case())
    for path in example.without:
        parent, last = _parent(data, path)
        del parent[last]
    for path, value in example.change.items():
        parent, last = _parent(data, path)
        if isinstance(parent, list) and last == len(parent):
            parent.append(value)
        else:
            parent[last] = value
    return Case(
        as_of=TypeAdapter(Moment).validate_python(data["as_of"]),
        chart=Chart.model_validate(data["chart"]),
        draft=NoteDraft.model_validate(data["draft"]),
        note=ServiceNote.model_validate(data["note"]),
        incidents=tuple(Incident.model_validate(one) for one in data["incidents"]),
        others=tuple(
            (Client.model_validate(one["client"]), ServiceNote.model_validate(one["note"]))
            for one in data["others"]
        ),
        disclosure=DisclosureCase.model_validate(data["disclosure"]),
        consents=None
        if data["consents"] is None
        else tuple(Consent.model_validate(one) for one in data["consents"]),
    )


@cache
def _plain_case() -> dict[str, Any]:
    text = resources.files("pss_fhir.compliance").joinpath("tables/example_case.json").read_text("utf-8")
    case: dict[str, Any] = json.loads(text)
    return case


def _parent(data: Any, path: str) -> tuple[Any, Any]:
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        data = data[part]
    return data, last


def run_example(bound: BoundRule, example: Example, policies: PolicySet) -> tuple[Outcome, ...]:
    """What a rule's check answers about an example, whatever the day the rule is in force on."""
    check = bound.check
    assert check is not None  # noqa: S101 - only executable records have examples
    if example.parameters:
        changed = check.parameters.model_validate({**bound.rule.parameters, **example.parameters})
        bound = replace(bound, parameters=changed)
    case = case_with(example)
    today = local_date(case.as_of)
    chart = ChartFacts(case.chart, policies, as_of=case.as_of)
    staff = case.chart.staff or StaffRecords()
    if check.subject is Subject.NOTE:
        of_note = NoteFacts(chart, draft_of(case.note), signed=case.note)
        return ask(bound, of_note if example.about == "note" else NoteFacts(chart, case.draft))
    if check.subject is Subject.CHART:
        return ask(bound, chart)
    if check.subject is Subject.SPECIALIST:
        member = _member(staff, example.about or "S-1")
        return ask_of_specialist(bound, SpecialistFacts(member, staff, policies, today=today))
    if check.subject is Subject.TEAM:
        return ask(bound, TeamFacts(_member(staff, example.about or "S-9"), staff, today=today))
    if check.subject is Subject.AGENCY:
        written = ((case.chart.client, case.note), *case.others)
        agency = AgencyFacts(
            staff,
            case.incidents,
            policies,
            today=today,
            across=AcrossCharts(
                booked(visits_of(case.chart.contacts)),
                [
                    sketch_of(note, day, name_marks(one.name))
                    for one, note in written
                    if (day := note.contact.service_on)
                ],
            ),
        )
        return ask(bound, agency)
    if check.subject is Subject.DISCLOSURE:
        return ask(bound, DisclosureFacts(case.disclosure, case.consents, policies, as_of=case.as_of))
    return ask(bound, IncidentFacts(case.incidents[0], policies, as_of=case.as_of))


def _member(staff: StaffRecords, staff_id: str) -> StaffMember:
    return next(member for member in staff.members if member.staff_id == staff_id)
