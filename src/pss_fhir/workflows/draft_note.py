"""Drafts: begun, saved, taken up again, discarded."""

from __future__ import annotations

import uuid

from pss_fhir.domain.contact import Modality
from pss_fhir.domain.note import NoteDraft
from pss_fhir.domain.payer import OrderStatus
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import ChartView
from pss_fhir.workflows.services import Services


def start_draft(services: Services, opened: OpenLaunch, view: ChartView) -> StoredDraft:
    """A new draft for the launched person by the signed-in specialist, prefilled as far as the chart tells.

    The encounter comes from the launch; the order is the one in force; meeting in person is taken
    as the usual way, and stays a choice.
    """
    in_force = [order for order in view.chart.orders if order.status is OrderStatus.ACTIVE]
    draft = NoteDraft(
        note_identifier=f"urn:uuid:{uuid.uuid4()}",
        client_ref=opened.client_ref,
        author_ref=opened.user_ref,
        modality=Modality.IN_PERSON,
        encounter_ref=opened.context.encounter_ref,
        order_ref=in_force[0].ref if len(in_force) == 1 else None,
    )
    return services.store.drafts.start(opened.iss, opened.client_ref, opened.user_ref, draft)


def load_draft(services: Services, opened: OpenLaunch, draft_id: str) -> StoredDraft:
    """An open draft of the signed-in specialist for the launched person.

    Raises:
        NotFoundInStore: there is no such draft; it may have been signed, discarded or have expired.
    """
    return services.store.drafts.get(draft_id, opened.iss, opened.client_ref, opened.user_ref)


def save_draft(
    services: Services, opened: OpenLaunch, draft_id: str, draft: NoteDraft, version: int
) -> StoredDraft:
    """The draft as saved, with its new version. Needs no sign-in at the EHR: drafts outlive tokens.

    Raises:
        StaleRecord: another window saved later; nothing was overwritten.
        NotFoundInStore: there is no such draft for this person.
        UsageError: the draft is of another person or author than the launch.
    """
    own = draft.model_copy(update={"client_ref": opened.client_ref, "author_ref": opened.user_ref})
    return services.store.drafts.save(draft_id, own, version, iss=opened.iss)


def discard_draft(services: Services, opened: OpenLaunch, draft_id: str) -> None:
    """Delete the words of a draft for good.

    Raises:
        NotFoundInStore: there is no such draft.
    """
    services.store.drafts.discard(draft_id, opened.iss, opened.client_ref, opened.user_ref)
