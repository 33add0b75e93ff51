"""A contact with what many rules ask of it, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from pss_fhir.clock import local_date
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.record import TimeSpan, whole_minutes


class Visit(NamedTuple):
    """A contact that took place.

    Attributes:
        on: its day of service.
        started_at: its start, in UTC: moments of one zone are compared in a tenth of the time.
        ended_at: its end, in UTC, None while it has none.
        service_code: HCPCS code billed, None where it is not billed.
        is_group: whether it was a group.
        names: references and identifiers it goes by.
    """

    contact: Contact
    on: date
    started_at: datetime
    ended_at: datetime | None
    service_code: str | None
    is_group: bool
    names: frozenset[str]

    @property
    def span(self) -> TimeSpan | None:
        """Its time, None while it has no end."""
        return self.contact.span

    @property
    def minutes(self) -> int:
        """Whole minutes that passed; 0 while it has no end."""
        return whole_minutes(self.started_at, self.ended_at) if self.ended_at is not None else 0

    @property
    def order(self) -> tuple[datetime, str]:
        """Sort key: the order of service."""
        return self.started_at, self.contact.ref or self.contact.contact_identifier or ""


def visits_of(contacts: Iterable[Contact]) -> tuple[Visit, ...]:
    """The contacts that have a start, in the order of service."""
    found = [
        Visit(
            contact,
            local_date(started_at),
            started_at.astimezone(UTC),
            ended_at.astimezone(UTC) if (ended_at := contact.ended_at) is not None else None,
            contact.service_code,
            contact.is_group,
            frozenset(filter(None, (contact.ref, contact.contact_identifier))),
        )
        for contact in contacts
        if (started_at := contact.started_at) is not None
    ]
    return tuple(sorted(found, key=lambda visit: visit.order))
