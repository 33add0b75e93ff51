"""What the worker needs to know of a kind of record: notes and addenda are created, retractions change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pss_fhir.client import Written
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.issues import Issue
from pss_fhir.outbox.moves import Move, Situation
from pss_fhir.outbox.profiles import SiteProfile
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.server import FhirServer
from pss_fhir.store.outbox_rows import OutboxRow

Build = Callable[[ServiceNote | Addendum, Rung, SiteProfile], dict[str, Any]]
"""Makes the FHIR resource of a record for a rung. It must carry the record's identifier with system
``urn:ietf:rfc:3986``, and may raise MappingError where the record cannot be written so."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet: look again then."""

    until: datetime
    problem: Issue


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is about to be sent.

    Attributes:
        resource: as it goes over the wire; None where it is made from what the server holds.
        if_none_exist: condition of the create; empty where the server does not honour one.
    """

    resource: dict[str, Any] | None
    if_none_exist: tuple[tuple[str, str], ...] = ()


class Errand(Protocol):
    """How one kind of record gets into the EHR. Failures of the server pass through as they are."""

    is_change: bool
    """Whether it changes a record that the EHR holds already."""

    def hold(self, situation: Situation) -> Move | Wait | None:
        """What stands in the way of sending it at all, None where nothing does."""
        ...

    def pack(self, server: FhirServer, row: OutboxRow) -> Parcel:
        """What will be sent, made before anything is.

        Raises:
            MappingError, ValueError: the record cannot be written in this form.
        """
        ...

    def send(self, server: FhirServer, row: OutboxRow, parcel: Parcel) -> Written:
        """The server's answer; a write that is never repeated here."""
        ...

    def look(self, server: FhirServer, situation: Situation) -> Move:
        """Where it stands after a lost answer, by what the server holds."""
        ...

    def prove(self, server: FhirServer, situation: Situation) -> Move:
        """Where it stands after a reading of what the server holds."""
        ...
