"""The audit trail: who did what to whose record, without a word of it."""

from __future__ import annotations

from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.services import Services


def keep_trail(services: Services, opened: OpenLaunch, action: str, outcome: str) -> None:
    """Add an entry about the launched person by the person who is signed in."""
    services.store.audit.append(
        iss=opened.iss,
        user_ref=opened.user_ref,
        action=action,
        subject_ref=opened.client_ref,
        outcome=outcome,
    )
