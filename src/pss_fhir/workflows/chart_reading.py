"""Asking the EHR for one person's records, all types side by side, in one round trip where it can.

What the server says it offers and what was granted decide what is asked for. A part that cannot be
read is named and left out: the rules then cannot tell, they do not guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from pss_fhir.clock import local_date
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.domain.payer import Authorization, AuthorizationStatus, Coverage, ServiceOrder
from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.plan import Goal, Plan
from pss_fhir.domain.record import Record
from pss_fhir.domain.wellness import SafetyPlan
from pss_fhir.errors import MappingError, RemoteError
from pss_fhir.issues import Issue, Severity, make_issue
from pss_fhir.mapping import from_fhir, read_all
from pss_fhir.workflows.chart_search import Answer, ask_for, problems_in, unread_parts
from pss_fhir.workflows.kept_plan import keep_plan
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.scopes import HELPING_TYPES, SPECIALIST_SCOPE, chart_types
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.trail import keep_trail

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class ReadChart:
    """A chart, and what could not be read of it."""

    chart: Chart
    problems: tuple[Issue, ...]


def read_records(services: Services, opened: OpenLaunch) -> ReadChart:
    """The chart of the launch, read from the server now.

    Raises:
        RemoteError: the person's own record cannot be read; without it nothing can be shown.
        SignInNeeded: the sign-in has ended.
    """
    capabilities = opened.offers()
    today = local_date(services.clock.now())
    types = chart_types()
    with ThreadPoolExecutor(max_workers=len(types) + 2, thread_name_prefix="chart") as pool:
        person = pool.submit(opened.fhir.read, opened.client_ref)
        own = pool.submit(_ask_for_specialist, opened)
        asked = {name: pool.submit(ask_for, opened, capabilities, name, today=today) for name in types}
        client = from_fhir(person.result(), base_url=opened.iss)
        specialist, own_problems = own.result()
        answers = {name: future.result() for name, future in asked.items()}
    if not isinstance(client, Client):
        raise MappingError("the launched record is no Patient.", where=opened.client_ref)
    keep_trail(services, opened, "read-chart", "read")
    reading = read_all(
        (resource for answer in answers.values() for resource in answer.resources), base_url=opened.iss
    )
    records = [record for record in reading.records if _client_of(record) == opened.client_ref]
    staff = services.store.staff.records()
    missing = {ChartPart.SPECIALIST: specialist is None, ChartPart.STAFF: staff is None}
    chart = Chart(
        client=client,
        specialist=specialist,
        plans=_of(Plan, records),
        goals=_of(Goal, records),
        orders=_of(ServiceOrder, records),
        authorizations=_of(Authorization, records),
        coverages=_of(Coverage, records),
        contacts=_of(Contact, records),
        notes=_of(ServiceNote, records),
        addenda=_of(Addendum, records),
        safety_plans=_of(SafetyPlan, records),
        staff=staff.concerning(opened.user_ref) if staff else None,
        unread=unread_parts(answers) | {part for part, is_missing in missing.items() if is_missing},
        read_at=services.clock.now(),
    )
    keep_plan(services, opened.lid, chart)
    problems = (
        *own_problems,
        *problems_in(answers),
        *_units_unknown(chart, answers),
        *_of_others(reading.records, opened.client_ref),
        *_worth_telling(reading.issues),
    )
    return ReadChart(chart, problems)


def _of(kind: type[Kind], records: list[Record]) -> tuple[Kind, ...]:
    return tuple(record for record in records if isinstance(record, kind))


def _client_of(record: Record) -> str | None:
    return getattr(record, "client_ref", None)


def _of_others(records: tuple[Record, ...], client_ref: str) -> Iterator[Issue]:
    """A server that does not know a search parameter may pass over it and send everybody's records."""
    strangers = Counter(type(record).__name__ for record in records if _client_of(record) != client_ref)
    for name, count in sorted(strangers.items()):
        yield make_issue("chart.other-person", record=name, count=count)


def _units_unknown(chart: Chart, answers: dict[str, Answer]) -> Iterator[Issue]:
    """Why an authorization shows no units, where the request would have told."""
    if any(one.status is AuthorizationStatus.APPROVED and one.units is None for one in chart.authorizations):
        yield from (problem for name in HELPING_TYPES if (problem := answers[name].problem))


def _worth_telling(issues: tuple[Issue, ...]) -> list[Issue]:
    # That other people's notes are in the chart too is no news to whoever opens it.
    return [issue for issue in issues if issue.severity is not Severity.INFORMATION]


def _ask_for_specialist(opened: OpenLaunch) -> tuple[Specialist | None, tuple[Issue, ...]]:
    try:
        read = from_fhir(opened.fhir.read(opened.user_ref), base_url=opened.iss)
    except (RemoteError, MappingError) as failed:
        found = make_issue("chart.specialist-unread", failure=failed.code, scope=SPECIALIST_SCOPE)
        return None, (found,)
    return (read, ()) if isinstance(read, Specialist) else (None, ())
