"""Any record to FHIR and any resource back, each by the module of its concept, loaded when it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from pss_fhir.domain.note import ServiceNote
from pss_fhir.domain.people import Client
from pss_fhir.domain.record import Record
from pss_fhir.errors import MappingError
from pss_fhir.issues import Issue, Severity, code_book, make_issue
from pss_fhir.mapping import models
from pss_fhir.mapping.choice import reader_of
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.json_values import is_object
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.note_response import to_questionnaire_response
from pss_fhir.mapping.report import Report, Surroundings, Unreadable
from pss_fhir.mapping.resource_json import as_json
from pss_fhir.mapping.surroundings import gather, located
from pss_fhir.r4.references import ref_of, type_of_ref

MODULES: Mapping[str, str] = {
    "Client": "client",
    "Specialist": "specialist",
    "Diagnosis": "diagnosis",
    "Plan": "plan",
    "Goal": "goal",
    "PlanStep": "plan_step",
    "ServiceOrder": "order",
    "Authorization": "authorization",
    "Coverage": "coverage",
    "Contact": "contact",
    "ServiceNote": "note",
    "Addendum": "addendum",
    "Retraction": "retraction",
    "Authorship": "authorship",
    "SafetyPlan": "safety_plan",
    "WellnessPlan": "wellness_plan",
    "RecoveryCapital": "recovery_capital",
    "Characteristic": "characteristic",
    "ProgressSeen": "goal_progress",
    "Episode": "episode",
    "DischargeSummary": "discharge_summary",
    "CareTeam": "care_team",
    "NaturalSupport": "natural_support",
    "GroupRoster": "group_roster",
    "GroupSession": "group_session",
    "Referral": "referral",
    "Linkage": "linkage",
    "CrisisCall": "crisis_call",
    "Deadline": "deadline",
    "Incident": "incident",
    "Consent": "consent",
    "Disclosure": "disclosure",
    "RecordUse": "record_use",
    "AdvanceDirective": "advance_directive",
    "AuthorizationRequest": "authorization_request",
    "Training": "training",
    "Supervision": "supervision",
    "CredentialVerification": "credential_verification",
    "BackgroundCheck": "background_check",
    "StaffMeeting": "staff_meeting",
}
"""The module of each record that has a FHIR form."""

_WITH_CLIENT = frozenset({"ServiceNote", "Addendum", "DischargeSummary"})


class _ConceptModule(Protocol):
    CONCEPT: Concept

    def to_fhir(self, record: Any, **options: Any) -> models.Resource: ...
    def read(self, element: Element) -> Record: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What resources hold.

    Attributes:
        records: the records, in the order of the resources.
        issues: what was found on the way: an error for a resource that gave no record but should have.
    """

    records: tuple[Record, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class OneRead:
    """What one resource holds.

    Attributes:
        position: of the resource among those given, from 0; that of the Bundle for a resource in one.
        record: None where it holds none.
        issues: what was found on the way.
    """

    position: int
    record: Record | None
    issues: tuple[Issue, ...]


def readers_of(kind: type[Record]) -> tuple[str, ...]:
    """The modules that read a kind of record."""
    more = ("note_response",) if kind is ServiceNote else ()
    return MODULES[kind.__name__], *more


@cache
def concept_module(name: str) -> _ConceptModule:
    """The module of a concept."""
    return cast("_ConceptModule", import_module(f"pss_fhir.mapping.{name}"))


def to_fhir(record: Record, *, client: Client | None = None) -> models.Resource:
    """The record as a model of ``fhir.resources.R4B``; :func:`as_json` makes JSON of it.

    Args:
        record: one of :data:`MODULES`.
        client: for a note or an addendum: whose name stands at the head of its text. A note that a server
            holds as a QuestionnaireResponse is written as one.

    Raises:
        MappingError: the record has no FHIR form (a draft), or its reference names another type.
    """
    name = type(record).__name__
    if name not in MODULES:
        issue = make_issue("mapping.no-resource", record=name)
        raise MappingError(issue.message, issues=[issue], code=issue.code)
    if isinstance(record, ServiceNote) and record.ref and type_of_ref(record.ref) == "QuestionnaireResponse":
        return to_questionnaire_response(record, client=client)
    options = {"client": client} if name in _WITH_CLIENT else {}
    return concept_module(MODULES[name]).to_fhir(record, **options)


def from_fhir(
    resource: models.Resource | Mapping[str, Any],
    *,
    base_url: str | None = None,
    around: Iterable[Mapping[str, Any]] = (),
) -> Record:
    """The record that a resource holds.

    Findings short of an error are not told here; :func:`read_all` tells them.

    Args:
        resource: a model or FHIR JSON.
        base_url: the FHIR base of its server; absolute references are followed when they begin with it.
        around: resources that its references may point to (places, payers, contracts).

    Raises:
        MappingError: it holds no record; ``issues`` names every reason, with the path of the element.
    """
    raw = resource if isinstance(resource, Mapping) else as_json(resource)
    record, issues = read_resource(raw, base_url, gather((each, base_url) for each in around))
    if record is None:
        raise _unreadable(raw, issues)
    return record


def read_all(resources: Iterable[Mapping[str, Any]], *, base_url: str | None = None) -> Reading:
    """Every record that the resources hold, and everything found on the way; never raises for data.

    A Bundle stands for the resources in it, each at its ``fullUrl``. References between the resources are
    followed, in any order.

    Args:
        resources: FHIR JSON.
        base_url: the FHIR base of their server, where the Bundles do not say it.
    """
    found = list(read_each(resources, base_url=base_url))
    return Reading(
        tuple(each.record for each in found if each.record is not None),
        tuple(issue for each in found for issue in each.issues),
    )


def read_each(resources: Iterable[Mapping[str, Any]], *, base_url: str | None = None) -> Iterator[OneRead]:
    """What :func:`read_all` reads, resource by resource, with the position of each."""
    full_urls: dict[str, str] = {}
    placed = list(unbundled(resources, base_url, full_urls))
    around = gather(((raw, base) for _, raw, base in placed if is_object(raw)), full_urls)
    for position, raw, base in placed:
        if isinstance(raw, Issue):
            yield OneRead(position, None, (raw,))
            continue
        record, issues = read_resource(raw, base, around)
        yield OneRead(position, record, tuple(issues))


def unbundled(
    resources: Iterable[Mapping[str, Any]], base_url: str | None, full_urls: dict[str, str]
) -> Iterator[tuple[int, Mapping[str, Any] | Issue, str | None]]:
    """Each resource with its position, those of a Bundle in its place, a Bundle in a Bundle too.

    What stands in a Bundle and is no resource comes as a finding. ``full_urls`` gets the reference of
    each resource that a Bundle holds at a ``urn:uuid``.
    """
    for position, resource in enumerate(resources):
        pending: list[tuple[Any, str | None]] = [(resource, base_url)]
        while pending:
            raw, base = pending.pop()
            if is_object(raw) and raw.get("resourceType") == "Bundle":
                pending.extend(reversed(list(_entries(raw, base, full_urls))))
            else:
                yield position, raw, base


def _entries(
    bundle: Mapping[str, Any], base_url: str | None, full_urls: dict[str, str]
) -> Iterator[tuple[Any, str | None]]:
    entries = bundle.get("entry")
    if entries is not None and not isinstance(entries, list):
        path, wanted = "Bundle.entry", "a list of objects"
        yield (
            make_issue("mapping.wrong-shape", path=path, element=path, found="no list", wanted=wanted),
            base_url,
        )
        return
    for index, entry in enumerate(entries or ()):
        resource = entry.get("resource") if is_object(entry) else None
        if is_object(resource):
            full_url = entry.get("fullUrl")
            if isinstance(full_url, str) and full_url.startswith("urn:") and (ref := ref_of(resource)):
                full_urls[full_url.lower()] = ref
            yield located(resource, full_url, base_url)
        else:
            path = f"Bundle.entry[{index}]"
            yield make_issue("mapping.entry-empty", path=path, element=path), base_url


def read_resource(
    raw: object,
    base_url: str | None,
    around: Surroundings,
    *,
    reader: str | None = None,
    ref: str | None = None,
) -> tuple[Record | None, list[Issue]]:
    """The record of one resource, None where it holds none, and what was found on the way.

    Args:
        raw: FHIR JSON.
        base_url: the FHIR base of its server.
        around: what its references can be followed to.
        reader: the module that reads it, where that is known already.
        ref: its ``Type/id``, where that is known already.
    """
    if not is_object(raw) or not isinstance(raw.get("resourceType"), str):
        found = "an object without a resourceType" if is_object(raw) else "no JSON object"
        return None, [make_issue("mapping.not-a-resource", found=found)]
    resource_type = raw["resourceType"]
    report = Report(
        resource_type=resource_type,
        resource=ref or ref_of(raw) or resource_type,
        base_url=base_url,
        around=around,
        contained=_contained(raw) if "contained" in raw else {},
    )
    element = Element(raw, resource_type, report)
    reader = reader or reader_of(element)
    if reader is None:
        report.add("mapping.other-type", resource_type, resource_type=resource_type)
        return None, report.issues
    if raw.get("modifierExtension"):
        path = f"{resource_type}.modifierExtension"
        report.add("mapping.modifier-extension", path, resource_type=resource_type)
        return None, report.issues
    try:
        return concept_module(reader).read(element), report.issues
    except Unreadable:
        return None, report.issues


def _contained(raw: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    contained = raw.get("contained")
    if contained is None:
        return {}
    return {
        f"#{inner['id']}": inner
        for inner in (contained if isinstance(contained, list) else ())
        if is_object(inner) and isinstance(inner.get("id"), str)
    }


def _unreadable(raw: Mapping[str, Any], issues: list[Issue]) -> MappingError:
    resource_type = str(raw.get("resourceType") or "Resource")
    reader = reader_of(Element(raw, resource_type, Report(resource_type, resource_type)))
    concept = concept_module(reader).CONCEPT.words if reader else "a record"
    worst = [issue for issue in issues if issue.severity is Severity.ERROR] or issues
    message = code_book()["mapping.unreadable"].message.format(
        resource_type=resource_type if reader else "The resource",
        concept=concept,
        reasons=", ".join(dict.fromkeys(issue.code for issue in worst)),
    )
    return MappingError(message, issues=issues, where=ref_of(raw))
