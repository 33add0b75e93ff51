"""What became of the cards of the CDS Hooks service, kept in the audit trail without a word of content.

A card's id tells its rule, so nothing about a card has to be kept: the first 48 bits are taken from the
rule's name, the rest from the call and the card. In form it is a UUID of version 8, whose bits are the
maker's own.

Source:
    CDS Hooks 2.0, "Feedback"; RFC 9562, section 5.8.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.services import Services

OVERRIDE_REASONS = ("being-fixed", "recorded-elsewhere", "not-peer-support", "rule-is-wrong")
"""Codes of the reasons that cards offer; any other is kept as ``other``."""

_TAG_BYTES = 6
_LONGEST_OUTCOME = 64
_VERSION, _VARIANT = 0x80, 0x80


@dataclass(frozen=True, slots=True)
class CardFeedback:
    """What a person did with one card; ``reason`` is a code, None where none was given."""

    card: str
    outcome: Literal["accepted", "overridden"]
    reason: str | None = None


def card_id(rule: str, *seed: str) -> str:
    """The id of a card that speaks of a rule; the same for the same rule and seed."""
    made = bytearray(_tag(rule) + hashlib.sha256("\n".join(seed).encode()).digest()[:10])
    made[6] = made[6] & 0x0F | _VERSION
    made[8] = made[8] & 0x3F | _VARIANT
    return str(UUID(bytes=bytes(made)))


def take_feedback(services: Services, site: Site, caller: str, feedback: Iterable[CardFeedback]) -> None:
    """Keep which rules' cards were accepted or overridden, and the code of the reason.

    Args:
        services: the parts.
        site: the EHR for which the caller speaks.
        caller: ``iss`` of the calling system; feedback names no person.
        feedback: one entry for each card.
    """
    rules = {_tag(bound.rule.id): bound.rule.id for bound in services.policies.rules}
    for one in feedback:
        rule = rules.get(UUID(one.card).bytes[:_TAG_BYTES], "unknown-card")
        words = [rule]
        if one.reason is not None:
            words.append(one.reason if one.reason in OVERRIDE_REASONS else "other")
        services.store.audit.append(
            iss=site.iss,
            user_ref=caller,
            action=f"cds-card-{one.outcome}",
            subject_ref=None,
            outcome=" ".join(words)[:_LONGEST_OUTCOME],
        )


def _tag(rule: str) -> bytes:
    return hashlib.sha256(rule.encode()).digest()[:_TAG_BYTES]
