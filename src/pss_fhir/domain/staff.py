"""What no EHR holds about staff: the agency's own records, as its staff folder keeps them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from pss_fhir.domain.people import Credential
from pss_fhir.domain.record import Days, Record, Ref, Text

StaffId = str


class StaffRole(StrEnum):
    """In which role someone works for the agency."""

    CPSS = "cpss"
    QUALIFIED_PROFESSIONAL = "qp"
    ASSOCIATE_PROFESSIONAL = "ap"
    OTHER = "other"


class StaffMember(Record):
    """One row of ``staff.csv``.

    Attributes:
        fte: full-time equivalent, 1.0 is full time.
        practitioner_ref: the same person on the agency's FHIR server.
    """

    staff_id: StaffId = Field(min_length=1)
    family: Text
    given: Text
    role: StaffRole
    hired_on: date | None = None
    left_on: date | None = None
    npi: str | None = Field(default=None, pattern=r"^\d{10}$")
    supervisor_id: StaffId | None = None
    fte: float | None = Field(default=None, gt=0, le=1.5)
    recovery_since: date | None = None
    practitioner_ref: Ref | None = None


class StaffCredential(Record):
    """One row of ``credentials.csv``."""

    staff_id: StaffId = Field(min_length=1)
    credential: Credential


class Training(Record):
    """One training that a member of staff completed (``trainings.csv``).

    Attributes:
        client_ref: the person it was about, where it is client-specific.
        provider: who gave the training, where that is known.
    """

    staff_id: StaffId = Field(min_length=1)
    topic: str = Field(min_length=1)
    hours: float | None = Field(default=None, ge=0)
    completed_on: date
    client_ref: Ref | None = None
    provider: Text | None = None


class SupervisionKind(StrEnum):
    """What was held."""

    CONTRACT = "contract"
    CONTRACT_REVIEW = "contract-review"
    INDIVIDUAL = "individual"
    GROUP = "group"


class Supervision(Record):
    """One supervision, or the contract for it (``supervision.csv``).

    Attributes:
        until_on: the last day on which a contract counts, where it says one.
    """

    staff_id: StaffId = Field(min_length=1)
    supervisor_id: StaffId = Field(min_length=1)
    kind: SupervisionKind
    held_on: date
    minutes: int | None = Field(default=None, ge=0)
    until_on: date | None = None


class Assignment(Record):
    """One row of ``assignments.csv``: who serves whom, over which days.

    Attributes:
        is_family_member: whether the specialist is a family member of the person; None if not said.
    """

    staff_id: StaffId = Field(min_length=1)
    client_ref: Ref
    days: Days = Days()
    approved_hours_per_week: float | None = Field(default=None, ge=0)
    is_family_member: bool | None = None


class CheckKind(StrEnum):
    """Which look-up was made."""

    CRIMINAL = "criminal"
    REGISTRY = "hcpr"
    EXCLUSION = "exclusion"


class BackgroundCheck(Record):
    """One look-up about a member of staff: criminal record, registry, exclusion lists (``checks.csv``).

    Attributes:
        requested_on: the day on which the look-up was asked for.
        completed_on: the day on which it was answered; None while it is under way.
        result: what it gave, as the agency wrote it down (``clear``).
    """

    staff_id: StaffId = Field(min_length=1)
    kind: CheckKind
    requested_on: date | None = None
    completed_on: date | None = None
    result: Text | None = None


class RefusedRow(Record):
    """A row of the staff folder that could not be read.

    Attributes:
        of: the list it belongs to, as :class:`StaffRecords` names it, or ``incidents``.
        staff_id: the person it names; None where that could not be read, so that it may be anybody.
    """

    of: str
    staff_id: StaffId | None = None


class StaffRecords(Record):
    """The staff folder as a whole, or the part of it that concerns some people.

    Attributes:
        unread: the names of those lists here whose file was not there or could not be read, so that what is
            missing from them is not known to be missing; ``incidents`` as well.
        refused: single rows that could not be read.
    """

    members: tuple[StaffMember, ...] = ()
    credentials: tuple[StaffCredential, ...] = ()
    trainings: tuple[Training, ...] = ()
    supervision: tuple[Supervision, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    checks: tuple[BackgroundCheck, ...] = ()
    unread: tuple[str, ...] = ()
    refused: tuple[RefusedRow, ...] = ()

    def unread_of(self, staff_id: StaffId | None) -> frozenset[str]:
        """The names of the lists of which a row about somebody, or with None about anybody, may be unread."""
        rows = (
            row.of for row in self.refused if None in (staff_id, row.staff_id) or row.staff_id == staff_id
        )
        return frozenset((*self.unread, *rows))

    def member_at(self, practitioner_ref: Ref) -> StaffMember | None:
        """The member whom the FHIR server knows under a reference, None if the records name nobody so."""
        return next((held for held in self.members if held.practitioner_ref == practitioner_ref), None)

    def credentials_of(self, staff_id: StaffId) -> tuple[Credential, ...]:
        """The credentials of one member, in the order of the records."""
        return tuple(held.credential for held in self.credentials if held.staff_id == staff_id)

    def concerning(self, practitioner_ref: Ref) -> StaffRecords:
        """Only the rows about one member; empty if the records name nobody so."""
        member = self.member_at(practitioner_ref)
        if member is None:
            return StaffRecords(unread=self.unread, refused=self.refused)
        own = member.staff_id
        return StaffRecords(
            members=(member,),
            credentials=tuple(row for row in self.credentials if row.staff_id == own),
            trainings=tuple(row for row in self.trainings if row.staff_id == own),
            supervision=tuple(row for row in self.supervision if row.staff_id == own),
            assignments=tuple(row for row in self.assignments if row.staff_id == own),
            checks=tuple(row for row in self.checks if row.staff_id == own),
            unread=self.unread,
            refused=self.refused,
        )
