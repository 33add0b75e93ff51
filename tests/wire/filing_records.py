"""What the tests of filing send: plain resources, and a store with one signed note in it."""

from __future__ import annotations

import base64
from typing import Any

from pss_fhir.client import FhirClient, RetryPolicy
from pss_fhir.clock import Clock
from pss_fhir.domain.note import Addendum, Retraction, ServiceNote
from pss_fhir.mapping.document import CONTENT_TYPE
from pss_fhir.outbox import Outbox, Patience, Rung, SiteProfile
from pss_fhir.store import Store
from pss_fhir.wire import Transport
from tests.builders import (
    CLIENT_REF,
    NOTE_IDENTIFIER,
    SPECIALIST_REF,
    make_addendum,
    make_draft,
    make_note,
    make_signature,
)

KEY = bytes(range(32))
ISS = "https://ehr.example/fhir"
RETRACTION_IDENTIFIER = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c009"
PLAN = tuple(Rung)


def build(record: ServiceNote | Addendum, rung: Rung, profile: SiteProfile) -> dict[str, Any]:
    """The record as the plainest resource that can be filed and proven."""
    is_note = isinstance(record, ServiceNote)
    identifier = record.note_identifier if is_note else record.addendum_identifier
    text = f"{record.purpose}\n{record.response}" if is_note else record.text
    own = {"system": "urn:ietf:rfc:3986", "value": identifier}
    tag = [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]
    shared = {"meta": {"tag": tag}, "subject": {"reference": record.client_ref}}
    if rung is Rung.QUESTIONNAIRE_RESPONSE:
        items = [{"linkId": "text", "answer": [{"valueString": text}]}]
        return {
            "resourceType": "QuestionnaireResponse",
            "identifier": own,
            "status": "completed",
            "item": items,
            **shared,
        }
    encounter = [{"reference": "Encounter/visit-1103"}] if rung is Rung.DOCUMENT_ENCOUNTER else []
    data = base64.b64encode(text.encode()).decode()
    document = {
        "resourceType": "DocumentReference",
        "identifier": [own],
        "status": "current",
        "content": [{"attachment": {"contentType": CONTENT_TYPE, "data": data}}],
        "context": {"encounter": encounter},
        **shared,
    }
    if not is_note and record.note_ref:
        document["relatesTo"] = [{"code": "appends", "target": {"reference": record.note_ref}}]
    return document


def sign_note(store: Store, *, plan: tuple[str, ...] = PLAN, profile: str = "open") -> str:
    """The identifier of a note, signed and queued."""
    draft = store.drafts.start(ISS, CLIENT_REF, SPECIALIST_REF, make_draft())
    nonce = store.notes.new_nonce(draft.draft_id)
    return store.notes.sign(
        draft.draft_id, draft.version, make_note(), nonce, iss=ISS, profile=profile, plan=plan
    )


def sign_addendum(store: Store, *, plan: tuple[str, ...] = PLAN, profile: str = "open") -> str:
    """The identifier of an addendum to that note."""
    nonce = store.notes.new_nonce(NOTE_IDENTIFIER)
    addendum = make_addendum(note_ref=None)
    return store.notes.add_addendum(addendum, nonce, iss=ISS, profile=profile, plan=plan)


def sign_retraction(
    store: Store, *, of: str = NOTE_IDENTIFIER, plan: tuple[str, ...] = PLAN, profile: str = "open"
) -> str:
    """The identifier of a retraction of that note."""
    retraction = Retraction(
        retraction_identifier=RETRACTION_IDENTIFIER,
        record_identifier=of,
        client_ref=CLIENT_REF,
        reason="Written into the wrong chart.",
        signature=make_signature(),
    )
    nonce = store.notes.new_nonce(of)
    return store.notes.retract(retraction, nonce, iss=ISS, profile=profile, plan=plan)


def client_to(base_url: str, transport: Transport, clock: Clock) -> FhirClient:
    """A client that asks once and never sleeps."""
    retry = RetryPolicy(attempts=1)
    return FhirClient(base_url, transport, retry=retry, clock=clock, sleep=lambda _: None)


def outbox_of(store: Store, clock: Clock, patience: Patience | None = None) -> Outbox:
    """An outbox that files what :func:`build` makes."""
    return Outbox(store, build, clock=clock, patience=patience or Patience())
