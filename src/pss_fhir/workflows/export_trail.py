"""The audit trail as records of use, for the agency to keep or to send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pss_fhir.domain.record_use import RecordUse
from pss_fhir.store import AuditTrail

_REF = re.compile(r"(?:.*/)?([A-Z][A-Za-z]{1,63}/[A-Za-z0-9\-.]{1,64})", re.ASCII)


def export_trail(
    trail: AuditTrail, *, client_ref: str | None = None, since: datetime | None = None
) -> Iterator[RecordUse]:
    """The lines of the trail, oldest first.

    Args:
        trail: the store's trail.
        client_ref: only about this person's record.
        since: only from this moment on.
    """
    for entry in trail.entries(subject_ref=client_ref, since=since):
        person = _REF.fullmatch(entry.subject_ref) if entry.subject_ref else None
        yield RecordUse(
            entry=entry.entry,
            used_at=entry.at,
            site=entry.iss,
            user=entry.user_ref,
            action=entry.action,
            client_ref=person[1] if person else None,
            outcome=entry.outcome,
        )
