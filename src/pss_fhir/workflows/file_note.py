"""Filing what was signed: one try now, tries later by a worker, and the person's own word."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from pss_fhir.client import FhirClient
from pss_fhir.domain.note import ServiceNote
from pss_fhir.errors import NotFoundInStore, RemoteError, SmartError, StaleRecord
from pss_fhir.mapping.note_text import note_text
from pss_fhir.outbox import Filing, OutboxState, confirm_copied, try_again
from pss_fhir.store import OutboxRow
from pss_fhir.workflows.launch import OpenLaunch, opened_from
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.trail import keep_trail
from pss_fhir.workflows.write_ladder import rung_choice

_PURGE_SECONDS = 3600.0


@dataclass(frozen=True)
class Sequel:
    """An addition to a note, or its retraction, and where that stands.

    Attributes:
        text: the addition as it was signed; None for a retraction, which has no text of its own.
    """

    filing: Filing
    text: str | None


@dataclass(frozen=True)
class FiledNote:
    """A signed note and where it stands.

    Attributes:
        text: the note as it was read and signed.
        sequels: what was signed about it here, the oldest first.
    """

    note: ServiceNote
    filing: Filing
    text: str
    sequels: tuple[Sequel, ...] = ()


def file_note(services: Services, opened: OpenLaunch, note_identifier: str) -> Filing:
    """Where a record of the launched person stands after one try now.

    What the server does is in the answer, never raised. A record that gave up is tried afresh; one
    that may be in the EHR is looked for first.

    Raises:
        NotFoundInStore: nothing with this identifier was signed here for this person.
    """
    row = _own_row(services, opened, note_identifier)
    if row.attempts or row.next_at is None:
        _wake(services, opened, row)
    filing = services.outbox.step(note_identifier, client_of(opened))
    if filing.state is OutboxState.FILED:
        services.charts.drop(opened.lid)
    keep_trail(services, opened, "file-record", filing.state.value)
    return filing


def filing_of(services: Services, opened: OpenLaunch, note_identifier: str) -> FiledNote:
    """A note that was signed here for the launched person, and where it stands now.

    Raises:
        NotFoundInStore: there is no such note for this person.
    """
    stored = services.store.notes.get(note_identifier, opened.iss, opened.client_ref)
    text = services.store.notes.text(note_identifier)
    return FiledNote(
        note=stored.note,
        filing=services.outbox.filing(note_identifier),
        text=note_text(stored.note) if text is None else text,
        sequels=_sequels_of(services, opened, note_identifier),
    )


def confirm_hand_filed(services: Services, opened: OpenLaunch, note_identifier: str) -> Filing:
    """Where a record stands after the person's word that it is in the chart; never called filed.

    Raises:
        StaleRecord: it is not to be copied.
        NotFoundInStore: nothing with this identifier was signed here for this person.
    """
    _own_row(services, opened, note_identifier)
    confirm_copied(services.store, note_identifier, by_ref=opened.user_ref)
    keep_trail(services, opened, "confirm-copied", "copied-by-hand")
    return services.outbox.filing(note_identifier)


def client_for(services: Services, row: OutboxRow) -> FhirClient | None:
    """A server client that acts for whoever signed a record, None if that person is not signed in."""
    stored = services.store.launches.latest_of(row.iss, row.author_ref)
    return None if stored is None else client_of(opened_from(services, stored))


@contextmanager
def keep_filing(services: Services, *, pause_seconds: float = 5.0) -> Iterator[None]:
    """File whatever is due, in the background, as long as the block lasts.

    Launches, drafts and nonces whose time has passed are deleted besides, once an hour.
    """
    stop = threading.Event()

    def purge() -> None:
        services.store.purge()
        while not stop.wait(_PURGE_SECONDS):
            services.store.purge()

    def file() -> None:
        services.outbox.run(lambda row: client_for(services, row), stop=stop, pause_seconds=pause_seconds)

    threads = [threading.Thread(target=work, name=work.__name__, daemon=True) for work in (file, purge)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)


def _sequels_of(services: Services, opened: OpenLaunch, note_identifier: str) -> tuple[Sequel, ...]:
    rows = services.store.outbox.list(iss=opened.iss, client_ref=opened.client_ref)
    return tuple(
        Sequel(services.outbox.filing(row.identifier), services.store.notes.text(row.identifier))
        for row in rows
        if row.about == note_identifier
    )


def _own_row(services: Services, opened: OpenLaunch, identifier: str) -> OutboxRow:
    row = services.store.outbox.get(identifier)
    if (row.iss, row.client_ref) != (opened.iss, opened.client_ref):
        raise NotFoundInStore("nothing with this identifier was signed here for this person.")
    return row


def _wake(services: Services, opened: OpenLaunch, row: OutboxRow) -> None:
    """Make a record due now that waits for its next moment or for a person; others stay as they are."""
    record = services.store.notes.record(row.identifier)
    encounter_ref = record.contact.ref if isinstance(record, ServiceNote) else None
    plan = rung_choice(services, opened, encounter_ref).plan
    with suppress(StaleRecord):
        try_again(services.store, row.identifier, now=services.clock.now(), plan=plan)


def client_of(opened: OpenLaunch) -> FhirClient | None:
    """The launch's way to its server; None where the server does not say how to sign in."""
    try:
        return opened.fhir
    except (SmartError, RemoteError):
        return None
