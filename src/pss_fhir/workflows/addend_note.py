"""After the signature: an addition beside a note, or taking it back when it is about the wrong person."""

from __future__ import annotations

import uuid

from pss_fhir.domain.note import Addendum, Retraction
from pss_fhir.mapping.note_text import addendum_text
from pss_fhir.outbox import Filing, Rung
from pss_fhir.workflows.build_record import require_conforming, resource_for
from pss_fhir.workflows.file_note import client_of
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import read_chart
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.sign_note import signature_of
from pss_fhir.workflows.trail import keep_trail
from pss_fhir.workflows.write_ladder import retraction_choice, rung_choice


def prepare_to_addend(services: Services, opened: OpenLaunch, note_identifier: str) -> str:
    """The right to sign one addition to a note, or its retraction; goes into the form.

    Raises:
        NotFoundInStore: there is no such note for this person.
    """
    services.store.notes.get(note_identifier, opened.iss, opened.client_ref)
    return services.store.notes.new_nonce(note_identifier)


def add_addendum(
    services: Services,
    opened: OpenLaunch,
    note_identifier: str,
    *,
    text: str,
    reason: str | None,
    nonce: str,
) -> str:
    """The identifier of the addition, signed and queued.

    Raises:
        InputError: the EHR did not give the signer's name.
        MappingError: the resource would not conform; nothing was signed.
        StaleRecord: the form was sent before, or is too old.
        NotFoundInStore: there is no such note for this person.
    """
    view = read_chart(services, opened)
    note = services.store.notes.get(note_identifier, opened.iss, opened.client_ref).note
    now = services.clock.now()
    addendum = Addendum(
        addendum_identifier=f"urn:uuid:{uuid.uuid4()}",
        note_identifier=note_identifier,
        client_ref=opened.client_ref,
        text=text,
        reason=reason or None,
        written_at=now,
        signature=signature_of(opened, view, now),
    )
    choice = rung_choice(services, opened, note.contact.ref)
    # An addition is a document of its own; a server that takes only forms gets it by hand.
    plan = tuple(rung for rung in choice.plan if rung is not Rung.QUESTIONNAIRE_RESPONSE)
    words = addendum_text(addendum, client=view.chart.client)
    profile = services.profile_of(opened.site)
    resource = resource_for(
        addendum,
        Rung.DOCUMENT_PERIOD,
        profile,
        site=opened.site,
        text=words,
        agency=services.agency,
        contact=note.contact,
    )
    require_conforming(services.validator, resource, support=services.agency.support)
    identifier = services.store.notes.add_addendum(
        addendum, nonce, iss=opened.iss, profile=opened.site.profile, plan=plan, text=words
    )
    keep_trail(services, opened, "sign-addendum", "signed")
    return identifier


def retract_note(
    services: Services, opened: OpenLaunch, note_identifier: str, *, reason: str, nonce: str
) -> Filing:
    """Where the retraction of a note stands after one try to mark the note as entered in error.

    What was added to the note is in the wrong chart too: every addendum that still stands goes with it.

    Raises:
        InputError: the EHR did not give the signer's name.
        StaleRecord: the form was sent before, or the note was retracted before.
        NotFoundInStore: there is no such note for this person.
    """
    view = read_chart(services, opened)
    stored = services.store.notes.get(note_identifier, opened.iss, opened.client_ref)
    signature = signature_of(opened, view, services.clock.now())

    def retraction_of(record_identifier: str) -> tuple[Retraction, tuple[Rung, ...]]:
        retraction = Retraction(
            retraction_identifier=f"urn:uuid:{uuid.uuid4()}",
            record_identifier=record_identifier,
            client_ref=opened.client_ref,
            reason=reason,
            signature=signature,
        )
        filed_as = Rung(services.store.outbox.get(record_identifier).rung)
        return retraction, retraction_choice(services, opened, filed_as).plan

    along = [
        retraction_of(addendum.addendum_identifier)
        for addendum in stored.addenda
        if addendum.addendum_identifier not in stored.retracted_addenda
    ]
    retraction, plan = retraction_of(note_identifier)
    identifier = services.store.notes.retract(
        retraction, nonce, iss=opened.iss, profile=opened.site.profile, plan=plan, along=along
    )
    keep_trail(services, opened, "sign-retraction", "signed")
    services.charts.drop(opened.lid)
    client = client_of(opened)
    for other, _ in along:
        services.outbox.step(other.retraction_identifier, client)
    return services.outbox.step(identifier, client)
