"""The person served, the specialist, and what the specialist is qualified by."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from pss_fhir.domain.record import Identifier, Record, Ref, Text


class Sex(StrEnum):
    """Administrative gender as the EHR records it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class PersonName(Record):
    """A person's name; at least one part. ``text`` is the name as the person wants it shown."""

    family: Text | None = None
    given: tuple[Text, ...] = ()
    text: Text | None = None

    @model_validator(mode="after")
    def _something(self) -> PersonName:
        if not (self.family or self.given or self.text):
            raise ValueError("a name needs a family name, a given name or a text")
        return self

    def shown(self) -> str:
        """The name on one line, given names first."""
        return self.text or " ".join([*self.given, *([self.family] if self.family else [])])


class Client(Record):
    """The person who receives peer support.

    Attributes:
        ref: where the EHR holds the person.
        identifiers: record number, Medicaid id and others; at least one where US Core is wanted.
        birth_on: None where the EHR holds less than a full date.
        died: True, False, or None where the EHR does not say.
        county: where the person lives, as the EHR writes it; NC Medicaid eligibility goes by it.
    """

    ref: Ref
    name: PersonName
    identifiers: tuple[Identifier, ...] = ()
    birth_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    died: bool | None = None
    county: Text | None = None

    def age_on(self, day: date) -> int | None:
        """Completed years on a day, None where the birth date is not known.

        Someone born on 29 February completes a year on 1 March of other years.
        """
        if self.birth_on is None:
            return None
        before_birthday = (day.month, day.day) < (self.birth_on.month, self.birth_on.day)
        return day.year - self.birth_on.year - before_birthday


class CredentialKind(StrEnum):
    """What a credential says; the words are those of the staff folder."""

    NC_CPSS = "nc-cpss"
    PEER_COURSE = "peer-course"
    HIGH_SCHOOL = "high-school"
    DRIVERS_LICENSE = "drivers-license"
    AUTO_INSURANCE = "auto-insurance"
    FIRST_AID = "first-aid"
    CPR = "cpr"
    CPI = "cpi"
    BACHELOR = "bachelor"
    MASTER = "master"
    LICENSE = "license"
    WRAP = "wrap"
    WHAM = "wham"
    LIVED_EXPERIENCE = "lived-experience"
    OTHER = "other"


class Credential(Record):
    """A certificate, diploma or license.

    Attributes:
        kind: what it says.
        title: how the issuer names it; needed where ``kind`` is ``other``.
        identifier: certificate number.
        issued_on: first day it counts, None where not known.
        expires_on: last day it counts, None where it does not expire or is not known.
        hours: course hours, where it stands for a course.
        issuer: who gave it.
    """

    kind: CredentialKind
    title: Text | None = None
    identifier: str | None = Field(default=None, min_length=1)
    issued_on: date | None = None
    expires_on: date | None = None
    hours: float | None = Field(default=None, ge=0)
    issuer: Text | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Credential:
        if self.kind is CredentialKind.OTHER and not self.title:
            raise ValueError("a credential of another kind needs a title")
        if self.issued_on and self.expires_on and self.expires_on < self.issued_on:
            raise ValueError("it expires before it was issued")
        return self

    def is_current_on(self, day: date) -> bool:
        """Whether it counts on a day; the last day counts (rules.md section 13, "certificate")."""
        return (self.issued_on is None or self.issued_on <= day) and (
            self.expires_on is None or day <= self.expires_on
        )


class Specialist(Record):
    """A peer support specialist as the agency's server knows the person.

    Attributes:
        ref: ``Practitioner/id``.
        npi: National Provider Identifier, where there is one.
        credentials: all that are known, current or not, in any order.
    """

    ref: Ref
    name: PersonName
    identifiers: tuple[Identifier, ...] = ()
    npi: str | None = Field(default=None, pattern=r"^\d{10}$")
    credentials: tuple[Credential, ...] = ()
    is_active: bool | None = None

    def credential_of(self, kind: CredentialKind) -> tuple[Credential, ...]:
        """Every credential of a kind, the one that lasts longest first."""
        found = [held for held in self.credentials if held.kind is kind]
        return tuple(sorted(found, key=lambda held: held.expires_on or date.max, reverse=True))

    def credential_label(self, day: date) -> str | None:
        """What is printed beside a signature on a day (``NC CPSS 12345``), None if none is current."""
        for held in self.credential_of(CredentialKind.NC_CPSS):
            if held.is_current_on(day):
                return f"NC CPSS {held.identifier}" if held.identifier else "NC CPSS"
        return None
