"""A synthetic agency into any FHIR server: transactions in an order in which every reference is known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pss_fhir.mapping.transaction import transaction_of

ORDER = (
    *("Organization", "Practitioner", "Patient", "RelatedPerson", "Coverage", "Condition", "Goal"),
    *("QuestionnaireResponse", "ServiceRequest", "Group", "Encounter", "Observation", "AdverseEvent", "Task"),
    *("CarePlan", "CareTeam", "EpisodeOfCare", "Claim", "ClaimResponse", "DocumentReference", "Consent"),
    *("Communication", "Provenance", "Appointment", "Basic", "VerificationResult", "AuditEvent"),
)
"""What refers to something comes after it, among what the EHR holds, and then among what the agency keeps."""
Json = dict[str, Any]


def resources_of(folder: Path) -> Iterator[Json]:
    """Everything of an agency, what the EHR holds and what the agency keeps, in that order of types."""
    for part in ("fhir", "kept"):
        for file in sorted((folder / part).glob("*.ndjson"), key=lambda each: ORDER.index(each.stem)):
            with file.open("rb") as lines:
                yield from (json.loads(line) for line in lines)


def load(folder: Path, send: Callable[[Json], Json], *, size: int = 100) -> Counter[str]:
    """Send an agency in transactions of so many resources; how many of each type the server took.

    Raises:
        AssertionError: an entry was not answered with 200 or 201.
    """
    taken: Counter[str] = Counter()
    resources = resources_of(folder)
    while chunk := list(islice(resources, size)):
        answer = send(transaction_of(chunk))
        statuses = {entry["response"]["status"][:3] for entry in answer["entry"]}
        assert statuses <= {"200", "201"}, statuses
        assert len(answer["entry"]) == len(chunk)
        taken.update(resource["resourceType"] for resource in chunk)
    return taken
