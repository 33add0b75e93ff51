"""One search for one resource type of a person's chart, and what is so when it brings nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pss_fhir.client import ServerCapabilities, is_passing
from pss_fhir.domain.chart import ChartPart
from pss_fhir.errors import FhirHttpError, RemoteError
from pss_fhir.issues import Issue, make_issue
from pss_fhir.smart import grants
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.scopes import HELPING_TYPES, SHOWN_PARTS, TYPES_OF_PART, chart_types

_PAGE_SIZE = "200"
LOOKS_BACK = timedelta(days=400)
"""A state fiscal year and an order's year, with some days to spare."""
RECENT_ONLY = frozenset({"Encounter", "DocumentReference"})
"""Types of which there are many; older ones are not asked for."""
_ONLY_REQUESTS = frozenset({"Claim", "ClaimResponse"})
"""Types that hold bills as well; where the server can tell them apart, bills are not asked for."""


_RULES_CANNOT_TELL = "Rules that need them cannot tell."
_NO_RULE_NEEDS_PLANS = "No rule needs them; a safety plan that this app shows may be an older copy."
_UNITS_NOT_SHOWN = "An approval that does not say how many units it holds shows none."


@dataclass(frozen=True)
class Answer:
    """What came back for one resource type.

    Attributes:
        resources: each once, however often a page repeated it.
        problem: why nothing came; None where the search went through.
        is_lasting: whether asking again would bring nothing either: not offered, not granted, refused.
        remarks: what the server said beside the records.
        is_whole: False where the server held more than was read.
    """

    resources: tuple[dict[str, Any], ...] = ()
    problem: Issue | None = None
    is_lasting: bool = False
    remarks: tuple[Issue, ...] = ()
    is_whole: bool = True


def ask_for(opened: OpenLaunch, capabilities: ServerCapabilities | None, name: str, *, today: date) -> Answer:
    """The person's records of one type.

    Args:
        opened: the launch.
        capabilities: what the server says it offers; None where it does not say: then it is just asked.
        name: the resource type, one of :func:`~pss_fhir.workflows.scopes.chart_types`.
        today: the day from which :data:`LOOKS_BACK` counts.

    Raises:
        SignInNeeded: the sign-in has ended.
    """
    part, types, effect = _told_as(name)
    if capabilities is not None and not capabilities.can(name, "search-type"):
        problem = make_issue("chart.part-not-offered", part=part, types=types, effect=effect)
        return Answer(problem=problem, is_lasting=True)
    needed = f"{opened.site.scope_level}/{name}.rs"
    if not grants(opened.context.granted_scopes, needed):
        problem = make_issue("chart.part-no-scope", part=part, scopes=needed, effect=effect)
        return Answer(problem=problem, is_lasting=True)
    known = capabilities.search_params(name) if capabilities else frozenset()
    params = [("patient", opened.client_ref.removeprefix("Patient/")), ("_count", _PAGE_SIZE)]
    if name in RECENT_ONLY and "date" in known:
        params.append(("date", f"ge{(today - LOOKS_BACK).isoformat()}"))
    if name in _ONLY_REQUESTS and "use" in known:
        params.append(("use", "preauthorization"))
    try:
        found = opened.fhir.search(name, params)
    except RemoteError as failed:
        is_refused = isinstance(failed, FhirHttpError) and not is_passing(failed)
        code = "chart.part-refused" if is_refused else "chart.part-failed"
        problem = make_issue(code, part=part, failure=failed.code, effect=effect)
        return Answer(problem=problem, is_lasting=is_refused)
    return Answer(
        resources=tuple(_each_once(found.resources)), remarks=found.issues, is_whole=found.is_complete
    )


def _told_as(name: str) -> tuple[str, str, str]:
    """What a message calls the records of a type, the types they are read from, and what their lack means."""
    if name in HELPING_TYPES:
        return "authorization requests", name, _UNITS_NOT_SHOWN
    part = chart_types()[name]
    types = (TYPES_OF_PART | SHOWN_PARTS)[part]
    return part.value, " or ".join(types), _NO_RULE_NEEDS_PLANS if part in SHOWN_PARTS else _RULES_CANNOT_TELL


def unread_parts(answers: dict[str, Answer]) -> frozenset[ChartPart]:
    """The parts of which it is not known whether they were read whole.

    A part that is read from two types is unread if neither can be read, and if one of them may hold
    more than came: a search that failed for the moment, or one that was cut.
    """
    return frozenset(
        part
        for part, types in (TYPES_OF_PART | SHOWN_PARTS).items()
        if all(answers[name].problem is not None for name in types)
        or any(not answers[name].is_whole for name in types)
        or any(answers[name].problem is not None and not answers[name].is_lasting for name in types)
    )


def problems_in(answers: dict[str, Answer]) -> tuple[Issue, ...]:
    """Why parts could not be read, and what the server said beside those that could; each thing once.

    A type that lacks for good is told only where its part is unread: most charts do without it.
    """
    unread, parts = unread_parts(answers), chart_types()
    remarks = [remark for answer in answers.values() for remark in answer.remarks]
    problems = [
        answer.problem
        for name, answer in answers.items()
        if answer.problem is not None
        and name not in HELPING_TYPES
        and (parts[name] in unread or not answer.is_lasting)
    ]
    return tuple(dict.fromkeys([*remarks, *problems]))


def _each_once(resources: tuple[dict[str, Any], ...]) -> Iterator[dict[str, Any]]:
    """Pages that shift while they are read repeat records; a visit that is there twice would count twice."""
    seen: set[tuple[Any, Any]] = set()
    for resource in resources:
        own_id = resource.get("id")
        key = (resource.get("resourceType"), own_id if isinstance(own_id, str) else id(resource))
        if key not in seen:
            seen.add(key)
            yield resource
