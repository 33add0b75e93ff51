"""One disclosure as the rules look at it: to whom, what for, of which records; planned, or on record."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from pss_fhir.compliance.payers import PayerBook
from pss_fhir.domain.consent import Disclosure, Recipient
from pss_fhir.domain.record import Record, Ref

_HEALTH_PLANS = frozenset({"standard-plan", "specialty-plan", "tribal-option"})


class RecipientKind(StrEnum):
    """What the recipient is."""

    LME_MCO = "lme-mco"
    HEALTH_PLAN = "health-plan"
    PROVIDER = "provider"
    SERVICE_ORGANIZATION = "service-organization"
    MEDICAL_PERSONNEL = "medical-personnel"
    AUDITOR = "auditor"
    COURT = "court"
    THE_PERSON = "the-person"
    OTHER = "other"


class Reason(StrEnum):
    """What a disclosure is for; the first three are those that a consent can name."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    EMERGENCY = "emergency"
    DANGER = "danger"
    AUDIT = "audit"
    PROCEEDINGS = "proceedings"
    OWN_REQUEST = "own-request"


class DisclosureCase(Record):
    """One disclosure. What nobody said is None, and a rule that needs it cannot tell.

    Attributes:
        on: the day of the disclosure in North Carolina.
        recipient_kind: what the recipient is.
        reason: what it is for.
        is_part_2: whether 42 CFR Part 2 covers the records.
        holds_substance_use: whether they tell of substance use at all.
        holds_counseling_notes: whether a substance use professional's counseling notes are among them;
            a peer's note is none (rules.md CNF-007).
        consent_ref: the consent it rests on, where one is named.
        judged_consent_ref: a consent that names its recipients in words, of which somebody judged that
            the words mean this recipient.
        was_told: whether the person was told beforehand.
        has_objected: whether the person objected in writing.
        has_agreement: whether a written agreement binds the recipient: of a service organization, or
            for an audit.
        has_court_order: whether a court ordered it as 42 CFR Part 2, subpart E asks.
        is_against_the_person: whether proceedings are against the person.
        professional_ref: the responsible professional who decided on it in danger or in an emergency.
        notice: the notice that went with it, word by word.
        carries_consent: whether a copy of the consent, or a clear statement of its scope, went with it.
        record: its line in the accounting of disclosures; None while it is planned.
    """

    client_ref: Ref
    on: date
    recipient: Recipient
    recipient_kind: RecipientKind | None = None
    reason: Reason | None = None
    is_part_2: bool | None = None
    holds_substance_use: bool | None = None
    holds_counseling_notes: bool | None = False
    consent_ref: Ref | None = None
    judged_consent_ref: Ref | None = None
    was_told: bool | None = None
    has_objected: bool | None = None
    has_agreement: bool | None = None
    has_court_order: bool | None = None
    is_against_the_person: bool | None = None
    professional_ref: Ref | None = None
    notice: str | None = None
    carries_consent: bool | None = None
    record: Disclosure | None = None

    @model_validator(mode="after")
    def _of_one_person(self) -> Self:
        if self.record is not None and self.record.client_ref != self.client_ref:
            raise ValueError("its record is about another person")
        return self

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be sent."""
        return self.record is None


def case_of(record: Disclosure, payers: PayerBook, *, on: date) -> DisclosureCase:
    """A line of the accounting of disclosures as a case; the line does not say everything.

    Args:
        record: the line.
        payers: tell whether the recipient is an LME/MCO or a health plan.
        on: its day in North Carolina.
    """
    return DisclosureCase(
        client_ref=record.client_ref,
        on=on,
        recipient=record.recipient,
        recipient_kind=recipient_kind_of(record.recipient, payers),
        reason=Reason(record.purpose.value),
        is_part_2=record.is_part_2,
        holds_substance_use=True if record.is_part_2 else None,
        consent_ref=record.consent_ref,
        record=record,
    )


def recipient_kind_of(recipient: Recipient, payers: PayerBook) -> RecipientKind | None:
    """What a recipient is where it is a payer that the book knows, else None."""
    payer = payers.known_as(recipient.ref, recipient.name)
    if payer is None:
        return None
    if payer.kind == RecipientKind.LME_MCO:
        return RecipientKind.LME_MCO
    return RecipientKind.HEALTH_PLAN if payer.kind in _HEALTH_PLANS else None
