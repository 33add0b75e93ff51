"""A contact with what many rules ask of it, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from pss_fhir.clock import local_date
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.record import TimeSpan


class Visit(NamedTuple):
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

    @property
    def ended_at(self) -> datetime:
        """Its end, or its start while it has none."""
        return self.span.ended_at if self.span is not None else self.started_at


def visits_of(contacts: Iterable[Contact]) -> tuple[Visit, ...]:
    """The contacts that have a start, in the order of service."""
    found = [
        Visit(contact, local_date(contact.started_at), contact.started_at, contact.span, _names_of(contact))
        for contact in contacts
        if contact.started_at is not None
    ]
    return tuple(sorted(found, key=lambda visit: visit.order))


def _names_of(contact: Contact) -> frozenset[str]:
    return frozenset(filter(None, (contact.ref, contact.contact_identifier)))
