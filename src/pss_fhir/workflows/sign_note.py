"""Signing: what will be filed is shown, then signed by the person who is signed in, and by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pss_fhir.clock import local_date
from pss_fhir.compliance import timeliness_of
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.domain.note import NoteDraft, ServiceNote, Signature
from pss_fhir.errors import InputError
from pss_fhir.issues import message_for
from pss_fhir.mapping.note_text import note_text
from pss_fhir.outbox import Rung
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.build_record import require_conforming, resource_for
from pss_fhir.workflows.check_draft import CheckedDraft, check_draft
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import ChartView
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.trail import keep_trail
from pss_fhir.workflows.write_ladder import rung_choice


@dataclass(frozen=True)
class ReadyToSign:
    """What a person sees before signing.

    Attributes:
        checked: the draft, judged; a draft that cannot be signed has no nonce.
        text: the note as the EHR will hold it, but for the moment of signing; empty if incomplete.
        signer_name: as it will be printed.
        credential: as it will be printed; None without a current certificate.
        nonce: the right to sign once; empty if the draft cannot be signed.
        rung: how the note will reach the EHR.
        rung_reasons: plain sentences: why this way, then why not each better one.
        is_late_entry: whether it will be marked as a late entry if it is signed now.
    """

    checked: CheckedDraft
    text: str
    signer_name: str
    credential: str | None
    nonce: str
    rung: Rung
    rung_reasons: tuple[str, ...]
    is_late_entry: bool


def prepare_to_sign(
    services: Services, opened: OpenLaunch, view: ChartView, stored: StoredDraft
) -> ReadyToSign:
    """The note as it would be signed now.

    Raises:
        InputError: the EHR did not give the signer's name.
    """
    checked = check_draft(services, view, stored)
    signature = signature_of(opened, view, services.clock.now())
    note = None if checked.incomplete else _note(services, view, stored.draft, signature)
    choice = rung_choice(services, opened, stored.draft.encounter_ref)
    return ReadyToSign(
        checked=checked,
        text="" if note is None else _text(services, view, note),
        signer_name=signature.signer_name,
        credential=signature.credential,
        nonce=services.store.notes.new_nonce(stored.draft_id) if checked.can_be_signed else "",
        rung=choice.rung,
        rung_reasons=choice.reasons,
        is_late_entry=note is not None and note.is_late_entry,
    )


def sign_note(
    services: Services,
    opened: OpenLaunch,
    view: ChartView,
    stored: StoredDraft,
    *,
    nonce: str,
    attested: bool,
) -> str:
    """The identifier of the note, signed and queued for the EHR in one transaction.

    The resource is built and checked against its profiles before anything is signed.

    Raises:
        InputError: the box was not ticked, something is missing, or a rule that blocks is broken.
        MappingError: the resource would not conform; the draft is left as it is.
        StaleRecord: the form was sent before, or the draft changed meanwhile; nothing was signed.
    """
    if not attested:
        raise InputError(message_for("note.not-attested"), code="note.not-attested")
    if not check_draft(services, view, stored).can_be_signed:
        raise InputError(message_for("note.not-complete"), code="note.not-complete")
    note = _note(services, view, stored.draft, signature_of(opened, view, services.clock.now()))
    choice = rung_choice(services, opened, stored.draft.encounter_ref)
    # A note that is copied by hand is checked too, in the form that an open server would get.
    rung = choice.rung if choice.rung.resource_type else Rung.DOCUMENT_PERIOD
    text = _text(services, view, note)
    resource = resource_for(
        note,
        rung,
        services.profile_of(opened.site),
        site=opened.site,
        text=text,
        agency=services.agency,
        contact=note.contact,
    )
    require_conforming(services.validator, resource, support=services.agency.support)
    identifier = services.store.notes.sign(
        stored.draft_id,
        stored.version,
        note,
        nonce,
        iss=opened.iss,
        profile=opened.site.profile,
        plan=choice.plan,
        text=text,
    )
    keep_trail(services, opened, "sign-note", "signed")
    return identifier


def signature_of(opened: OpenLaunch, view: ChartView, now: datetime) -> Signature:
    """The signature of the person who is signed in, at a moment.

    Raises:
        InputError: the EHR did not give the person's name.
    """
    specialist = view.chart.specialist
    if specialist is None:
        raise InputError(message_for("note.signer-unknown"), code="note.signer-unknown")
    return Signature(
        signer_ref=opened.user_ref,
        signer_name=specialist.name.shown(),
        credential=specialist.credential_label(local_date(now)),
        signed_at=now,
    )


def _text(services: Services, view: ChartView, note: ServiceNote) -> str:
    facts = ChartFacts(view.chart, services.policies, as_of=note.signature.signed_at)
    day = note.contact.service_on
    return note_text(note, client=view.chart.client, rule=facts.unit_rule_on(day) if day else None)


def _note(services: Services, view: ChartView, draft: NoteDraft, signature: Signature) -> ServiceNote:
    """The note that a complete draft and a signature make."""
    timeliness = timeliness_of(view.chart, draft, services.policies, as_of=signature.signed_at)
    return ServiceNote(
        note_identifier=draft.note_identifier,
        contact=draft.contact,
        goals=draft.goals,
        interventions=draft.interventions,
        purpose=draft.purpose,
        intervention_text=draft.intervention_text,
        response=draft.response,
        next_step=draft.next_step if draft.next_step.strip() else None,
        written_at=signature.signed_at,
        is_late_entry=timeliness.is_late,
        signature=signature,
    )
