"""A FHIR server that holds the records it is given, as a Transport: no sockets, no sign-in of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pss_fhir.client import FhirClient, RetryPolicy
from pss_fhir.clock import FixedClock
from pss_fhir.smart import LaunchContext
from pss_fhir.wire import Request, Response
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.scopes import chart_types
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.start import start_services
from tests.builders import NOW
from tests.wire.scripted import answer, bundle, outcome

BASE = "https://ehr.example/fhir"
Json = dict[str, Any]
_ONCE = RetryPolicy(attempts=1)


@dataclass
class Ward:
    """Answers reads and searches from its records.

    Attributes:
        records: what it holds.
        refuses: type -> the answer that a search for it gets instead.
        lacks: types that its CapabilityStatement does not list.
        has_metadata: whether it says at all what it can do.
        is_careless: whether it passes over ``patient`` in a search, and sends everybody's records.
        searched: the query of each search, by type.
    """

    records: list[Json]
    refuses: Mapping[str, Response] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
    has_metadata: bool = True
    is_careless: bool = False
    searched: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def send(self, request: Request) -> Response:
        """The answer to a GET; nothing else is asked of it."""
        parts = urlsplit(request.url)
        path = parts.path.removeprefix("/fhir/")
        if path == "metadata":
            return self._metadata()
        if "/" in path:
            found = [each for each in self.records if f"{each['resourceType']}/{each.get('id')}" == path]
            return answer(found[0]) if found else answer(outcome("not-found"), 404)
        self.searched[path] = parse_qs(parts.query)
        if path in self.refuses:
            return self.refuses[path]
        patient = self.searched[path]["patient"][0]
        return answer(
            bundle(
                *(
                    each
                    for each in self.records
                    if each["resourceType"] == path and self._is_of(each, patient)
                )
            )
        )

    def _is_of(self, resource: Json, patient: str) -> bool:
        for name in ("subject", "patient", "beneficiary"):
            held = resource.get(name)
            if isinstance(held, dict) and isinstance(held.get("reference"), str):
                return self.is_careless or held["reference"].endswith(f"Patient/{patient}")
        return True

    def _metadata(self) -> Response:
        if not self.has_metadata:
            return answer(outcome("not-found"), 404)
        params = [{"name": name, "type": "token"} for name in ("patient", "date", "use")]
        listed = [
            {"type": name, "interaction": [{"code": "read"}, {"code": "search-type"}], "searchParam": params}
            for name in sorted({"Patient", "Practitioner", *chart_types()} - self.lacks)
        ]
        return answer(
            {"resourceType": "CapabilityStatement", "rest": [{"mode": "server", "resource": listed}]}
        )


def services_at(ward: Ward, folder: Path) -> Services:
    """The app's services with an empty database, over the ward."""
    site = Site(name="HTEST EHR", iss=BASE, client_id="pss-fhir", scope_level="user")
    return start_services(
        Agency(name="HTEST Recovery Services", app_url="https://app.example", sites=(site,)),
        store_url=f"sqlite:///{folder / 'app.sqlite3'}",
        encryption_keys=[b"k" * 32],
        environment={},
        transport=ward,
        clock=FixedClock(NOW),
        retry=_ONCE,
    )


def opened_at(
    ward: Ward, client_ref: str, user_ref: str = "Practitioner/jo", *, scopes: Iterable[str] = ("user/*.rs",)
) -> OpenLaunch:
    """A launch of a person's chart at the ward, signed in."""
    site = Site(name="HTEST EHR", iss=BASE, client_id="pss-fhir", scope_level="user")
    context = LaunchContext(
        iss=BASE,
        patient_ref=client_ref,
        encounter_ref=None,
        user_ref=user_ref,
        need_patient_banner=True,
        smart_style_url=None,
        intent=None,
        tenant=None,
        fhir_context=(),
        granted_scopes=tuple(scopes),
        missing_scopes=(),
    )
    return OpenLaunch(
        lid="lid",
        iss=BASE,
        site=site,
        context=context,
        client_ref=client_ref,
        user_ref=user_ref,
        style={},
        connect=lambda: FhirClient(BASE, ward, retry=_ONCE, clock=FixedClock(NOW)),
    )


def copied(resource: Json) -> Json:
    """A copy that can be changed."""
    made: Json = json.loads(json.dumps(resource))
    return made
