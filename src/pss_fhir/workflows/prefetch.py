"""The records of one person as they come with a CDS Hooks call, and what to ask for them.

Source:
    CDS Hooks 2.0, "Prefetch Template": a key that is not there was not fetched, ``null`` means that
    there is nothing, an OperationOutcome says that it failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.errors import InputError
from pss_fhir.issues import message_for
from pss_fhir.mapping import read_all
from pss_fhir.workflows.audit_agency import charts_of
from pss_fhir.workflows.chart_search import LOOKS_BACK, RECENT_ONLY
from pss_fhir.workflows.scopes import HELPING_TYPES, TYPES_OF_PART

_PERSON, _USER = "patient", "user"


def prefetch_templates(today: date) -> dict[str, str]:
    """What a call should bring: prefetch key -> FHIR query, in the simple form that every client can run."""
    since = (today - LOOKS_BACK).isoformat()
    templates = {_PERSON: "Patient/{{context.patientId}}", _USER: "{{context.userId}}"}
    for name in _types():
        recent = f"&date=ge{since}" if name in RECENT_ONLY else ""
        templates[_key(name)] = f"{name}?patient={{{{context.patientId}}}}&_count=200{recent}"
    return templates


def prefetch_queries(today: date, *, client_ref: str, user_ref: str) -> dict[str, str]:
    """The templates with a call's context in them: prefetch key -> ``Patient/1`` or ``Goal?patient=1``."""
    client_id = client_ref.removeprefix("Patient/")
    return {
        key: query.replace("{{context.patientId}}", client_id).replace("{{context.userId}}", user_ref)
        for key, query in prefetch_templates(today).items()
    }


def is_missing(prefetch: Mapping[str, Any], key: str) -> bool:
    """Whether what a key stands for did not come, or not whole; ``null`` says that there is none."""
    if key not in prefetch:
        return True
    found = prefetch[key]
    if key in (_PERSON, _USER):
        return not isinstance(found, dict) or found.get("resourceType") == "OperationOutcome"
    return _resources_in(found) is None


@dataclass(frozen=True)
class Prefetched:
    """A chart made of what came with a call.

    Attributes:
        not_sent: parts that the templates ask for and that did not come, or not whole.
    """

    chart: Chart
    not_sent: frozenset[ChartPart]


def chart_in(
    prefetch: Mapping[str, Any],
    *,
    client_ref: str,
    user_ref: str,
    iss: str,
    staff: StaffRecords | None,
    read_at: datetime,
) -> Prefetched:
    """The chart of one person; what is about anybody else is left out.

    Args:
        prefetch: as it came; keys that no template names are passed over.
        client_ref: the person of the call's context.
        user_ref: who is signed in at the EHR.
        iss: FHIR base of the EHR.
        staff: what the agency's own records say of that user, None where there is nothing.
        read_at: the moment of the call.

    Raises:
        InputError: the person's own record did not come, or is another person's.
    """
    sent = {name: _resources_in(prefetch[_key(name)]) for name in _types() if _key(name) in prefetch}
    whole = {name: resources for name, resources in sent.items() if resources is not None}
    read = read_all([_person_in(prefetch, client_ref), *_user_in(prefetch)], base_url=iss).records
    around = read_all([one for resources in whole.values() for one in resources], base_url=iss).records
    client = next((one for one in read if isinstance(one, Client) and one.ref == client_ref), None)
    if client is None:
        raise _refusal("cds.patient-missing")
    specialist = next((one for one in read if isinstance(one, Specialist) and one.ref == user_ref), None)
    not_sent = frozenset(
        part for part, types in TYPES_OF_PART.items() if not any(name in whole for name in types)
    )
    unread = not_sent | ({ChartPart.STAFF} if staff is None else set())
    unread |= {ChartPart.SPECIALIST} if specialist is None else set()
    own = [record for record in around if getattr(record, "client_ref", None) == client_ref]
    sorted_charts = charts_of([client, *own], staff=staff, read_at=read_at).charts
    chart = next(one for one in sorted_charts if one.client.ref == client_ref)
    return Prefetched(chart.model_copy(update={"specialist": specialist, "unread": unread}), not_sent)


def resources_of(bundle: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The resources of a Bundle; entries that hold none are passed over."""
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield resource


def _types() -> tuple[str, ...]:
    """What the rules are answered from, and what tells more of it: an approval may name its request alone."""
    return (*(name for types in TYPES_OF_PART.values() for name in types), *HELPING_TYPES)


def _key(name: str) -> str:
    return name[0].lower() + name[1:]


def _person_in(prefetch: Mapping[str, Any], client_ref: str) -> dict[str, Any]:
    person = prefetch.get(_PERSON)
    if not isinstance(person, dict) or person.get("resourceType") != "Patient":
        raise _refusal("cds.patient-missing")
    if f"Patient/{person.get('id')}" != client_ref:
        raise _refusal("cds.wrong-patient")
    return person


def _user_in(prefetch: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    user = prefetch.get(_USER)
    if isinstance(user, dict):
        yield user


def _resources_in(found: object) -> tuple[dict[str, Any], ...] | None:
    """What a search brought; None where it failed or where more pages were left at the server."""
    if found is None:
        return ()
    if not isinstance(found, dict) or found.get("resourceType") != "Bundle":
        return None
    links = found.get("link")
    if any(
        isinstance(link, dict) and link.get("relation") == "next"
        for link in (links if isinstance(links, list) else ())
    ):
        return None
    resources = tuple(resources_of(found))
    # An OperationOutcome beside matches is a remark on the search; one that stands alone is its failure.
    has_failed = bool(resources) and all(one.get("resourceType") == "OperationOutcome" for one in resources)
    return None if has_failed else resources


def _refusal(code: str) -> InputError:
    return InputError(message_for(code), code=code)
