"""What the person agreed to, what was disclosed, and where the person's advance directive is kept."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.record import Days, Identifier, Moment, Record, Ref, Text


class ConsentKind(StrEnum):
    """Under which law a consent stands."""

    PART_2 = "part-2"
    STATE_RELEASE = "state-release"


class ConsentStatus(StrEnum):
    """Whether a consent counts; a revoked or ended one is inactive."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    REJECTED = "rejected"
    INACTIVE = "inactive"
    RETRACTED = "retracted"


class DisclosurePurpose(StrEnum):
    """What a disclosure is for."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"


class Recipient(Record):
    """To whom a consent or a disclosure goes: a known record, a name or a class in words, or both."""

    ref: Ref | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Recipient:
        if self.ref is None and self.name is None:
            raise ValueError("a recipient needs a reference or a name")
        return self


class Consent(Record):
    """A person's written consent to disclosures (42 CFR 2.31; G.S. 122C-53).

    Attributes:
        signed_at: when it was signed.
        signer_refs: who signed: the person, or who decides for the person.
        agency_ref: who may disclose.
        recipients: to whom; a class of recipients stands in words (rules.md CNF-003).
        purposes: what for.
        days: over which days it counts; North Carolina asks for an end (rules.md CNF-011).
        source_ref: the signed form.
    """

    ref: Ref
    client_ref: Ref
    kind: ConsentKind
    status: ConsentStatus
    identifiers: tuple[Identifier, ...] = ()
    signed_at: Moment | None = None
    signer_refs: tuple[Ref, ...] = ()
    agency_ref: Ref | None = None
    recipients: tuple[Recipient, ...] = ()
    purposes: tuple[DisclosurePurpose, ...] = ()
    days: Days = Days()
    source_ref: Ref | None = None

    @model_validator(mode="after")
    def _purposes_once(self) -> Consent:
        if len(set(self.purposes)) != len(self.purposes):
            raise ValueError("a purpose is named twice")
        return self

    def covers(self, recipient_ref: Ref, purpose: DisclosurePurpose, day: date) -> bool:
        """Whether it lets records go to a named recipient for a purpose on a day.

        A recipient that is named only in words is never taken for a record: somebody must judge that.
        """
        return (
            self.status is ConsentStatus.ACTIVE
            and self.signed_at is not None
            and self.days.has(day)
            and purpose in self.purposes
            and any(named.ref == recipient_ref for named in self.recipients)
        )


class Disclosure(Record):
    """One line of the accounting of disclosures (rules.md REC-017): never what was disclosed itself.

    Attributes:
        disclosed_at: when.
        discloser_ref: who disclosed: the agency or its staff member.
        recipient: to whom.
        purpose: what for.
        record_refs: what was disclosed, by reference.
        consent_ref: the consent that covers it, where it needs one.
        sent_from, sent_to: addresses (URL, e-mail, telephone number) it went between.
        is_part_2: whether 42 CFR Part 2 covers what was disclosed.
    """

    ref: Ref | None = None
    client_ref: Ref
    disclosed_at: Moment
    discloser_ref: Ref
    recipient: Recipient
    purpose: DisclosurePurpose
    record_refs: tuple[Ref, ...] = Field(min_length=1)
    consent_ref: Ref | None = None
    sent_from: Text | None = None
    sent_to: Text | None = None
    is_part_2: bool = False

    @model_validator(mode="after")
    def _consented(self) -> Disclosure:
        if self.consent_ref is not None and self.consent_ref in self.record_refs:
            raise ValueError("the consent that covers it is not what was disclosed")
        return self


class DirectiveKind(StrEnum):
    """What an advance directive is about."""

    PSYCHIATRIC = "psychiatric"
    OTHER = "other"


class AdvanceDirective(Record):
    """Where a person's advance directive is kept; the directive itself stays there.

    Attributes:
        title: how the person calls it.
        signed_at: when it was signed, None where that is not known.
        kept_at_url: an address at which it can be read.
        kept_where: where it is kept, in words; one of the two is needed.
        author_ref: who wrote the pointer down.
        status: whether the pointer counts; a newer directive supersedes it.
    """

    ref: Ref
    client_ref: Ref
    kind: DirectiveKind
    status: NoteStatus = NoteStatus.CURRENT
    title: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    signed_at: Moment | None = None
    kept_at_url: str | None = Field(default=None, pattern=r"^https?://[!-~]+$")
    kept_where: Text | None = None
    author_ref: Ref | None = None

    @model_validator(mode="after")
    def _found_somewhere(self) -> AdvanceDirective:
        if (self.kept_at_url is None) == (self.kept_where is None):
            raise ValueError("it needs an address, or words that say where it is kept, and not both")
        return self
