"""A contact with what many rules ask of it, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pss_fhir.clock import local_date
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.record import TimeSpan


@dataclass(frozen=True, slots=True)
class Visit:
    """A contact that took place.

    Attributes:
        on: its day of service.
        started_at: its start.
        span: its time, None while it has no end.
        names: references and identifiers it goes by.
    """

    contact: Contact
    on: date
    started_at: datetime
    span: TimeSpan | None
    names: frozenset[str]

    @property
    def order(self) -> tuple[datetime, str]:
        """Sort key: the order of service."""
        return self.started_at, self.contact.ref or self.contact.contact_identifier or ""


def visits_of(contacts: Iterable[Contact]) -> tuple[Visit, ...]:
    """The contacts that have a start, in the order of service."""
    found = [
        Visit(contact, local_date(contact.started_at), contact.started_at, contact.span, _names_of(contact))
        for contact in contacts
        if contact.started_at is not None
    ]
    return tuple(sorted(found, key=lambda visit: visit.order))


def _names_of(contact: Contact) -> frozenset[str]:
    return frozenset(name for name in (contact.ref, contact.contact_identifier) if name)
