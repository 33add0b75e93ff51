"""Asking the EHR for one person's records, all types side by side, in one round trip where it can.

What the server says it offers and what was granted decide what is asked for. A part that cannot be
read is named and left out: the rules then cannot tell, they do not guess.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from pss_fhir.client import ServerCapabilities
from pss_fhir.clock import local_date
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.domain.payer import Authorization, Coverage, ServiceOrder
from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.plan import Goal, Plan
from pss_fhir.errors import FhirHttpError, MappingError
from pss_fhir.issues import Issue, Severity, make_issue
from pss_fhir.mapping import from_fhir, read_all
from pss_fhir.smart import grants
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.scopes import SPECIALIST_SCOPE, TYPES_OF_PART
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.trail import keep_trail

_PAGE_SIZE = "200"
LOOKS_BACK = timedelta(days=400)
"""A state fiscal year and an order's year, with some days to spare."""
RECENT_ONLY = frozenset({"Encounter", "DocumentReference"})
"""Types of which there are many; older ones are not asked for."""

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class ReadChart:
    """A chart, and what could not be read of it."""

    chart: Chart
    problems: tuple[Issue, ...]


@dataclass(frozen=True)
class _Answer:
    """What came back for one resource type; ``problem`` says why nothing did."""

    resources: tuple[dict[str, Any], ...] = ()
    problem: Issue | None = None


def read_records(services: Services, opened: OpenLaunch) -> ReadChart:
    """The chart of the launch, read from the server now.

    Raises:
        RemoteError: the person's own record cannot be read; without it nothing can be shown.
        SignInNeeded: the sign-in has ended.
    """
    capabilities = opened.fhir.capabilities()
    since = local_date(services.clock.now()) - LOOKS_BACK
    types = [name for names in TYPES_OF_PART.values() for name in names]
    with ThreadPoolExecutor(max_workers=len(types) + 2, thread_name_prefix="chart") as pool:
        person = pool.submit(opened.fhir.read, opened.client_ref)
        own = pool.submit(_ask_for_specialist, opened)
        asked = {name: pool.submit(_ask, opened, capabilities, name, since) for name in types}
        client = from_fhir(person.result(), base_url=opened.iss)
        specialist, own_problems = own.result()
        answers = {name: future.result() for name, future in asked.items()}
    if not isinstance(client, Client):
        raise MappingError("the launched record is no Patient.", where=opened.client_ref)
    keep_trail(services, opened, "read-chart", "read")
    problems = [answer.problem for answer in answers.values() if answer.problem]
    resources = [resource for answer in answers.values() for resource in answer.resources]
    reading = read_all(resources, base_url=opened.iss)
    staff = services.store.staff.records()
    chart = Chart(
        client=client,
        specialist=specialist,
        plans=_of(Plan, reading.records),
        goals=_of(Goal, reading.records),
        orders=_of(ServiceOrder, reading.records),
        authorizations=_of(Authorization, reading.records),
        coverages=_of(Coverage, reading.records),
        contacts=_of(Contact, reading.records),
        notes=_of(ServiceNote, reading.records),
        addenda=_of(Addendum, reading.records),
        staff=staff.concerning(opened.user_ref) if staff else None,
        unread=_unread(answers, has_specialist=specialist is not None, has_staff=staff is not None),
        read_at=services.clock.now(),
    )
    return ReadChart(chart, (*own_problems, *problems, *_worth_telling(reading.issues)))


def _of(kind: type[Kind], records: tuple[object, ...]) -> tuple[Kind, ...]:
    return tuple(record for record in records if isinstance(record, kind))


def _worth_telling(issues: tuple[Issue, ...]) -> list[Issue]:
    # That other people's notes are in the chart too is no news to whoever opens it.
    return [issue for issue in issues if issue.severity is not Severity.INFORMATION]


def _unread(answers: dict[str, _Answer], *, has_specialist: bool, has_staff: bool) -> frozenset[ChartPart]:
    # A part that is read from two types is unread only if neither could be read.
    parts = {
        part
        for part, types in TYPES_OF_PART.items()
        if all(answers[name].problem is not None for name in types)
    }
    if not has_specialist:
        parts.add(ChartPart.SPECIALIST)
    if not has_staff:
        parts.add(ChartPart.STAFF)
    return frozenset(parts)


def _ask(opened: OpenLaunch, capabilities: ServerCapabilities, name: str, since: date) -> _Answer:
    part = next(part for part, types in TYPES_OF_PART.items() if name in types)
    if not capabilities.can(name, "search-type"):
        types = " or ".join(TYPES_OF_PART[part])
        return _Answer(problem=make_issue("chart.part-not-offered", part=part.value, types=types))
    needed = f"{opened.site.scope_level}/{name}.rs"
    if not grants(opened.context.granted_scopes, needed):
        return _Answer(problem=make_issue("chart.part-no-scope", part=part.value, scopes=needed))
    params = [("patient", opened.client_ref.removeprefix("Patient/")), ("_count", _PAGE_SIZE)]
    if name in RECENT_ONLY and "date" in capabilities.search_params(name):
        params.append(("date", f"ge{since.isoformat()}"))
    try:
        return _Answer(resources=opened.fhir.search(name, params).resources)
    except FhirHttpError as failed:
        return _Answer(problem=make_issue("chart.part-failed", part=part.value, failure=failed.code))


def _ask_for_specialist(opened: OpenLaunch) -> tuple[Specialist | None, tuple[Issue, ...]]:
    try:
        read = from_fhir(opened.fhir.read(opened.user_ref), base_url=opened.iss)
    except (FhirHttpError, MappingError) as failed:
        found = make_issue("chart.specialist-unread", failure=failed.code, scope=SPECIALIST_SCOPE)
        return None, (found,)
    return (read, ()) if isinstance(read, Specialist) else (None, ())
