"""The people who work at the synthetic agency, and what its own records say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pss_fhir.domain.note import Signature
from pss_fhir.domain.people import Credential, CredentialKind, PersonName, Specialist
from pss_fhir.domain.staff import (
    BackgroundCheck,
    CheckKind,
    StaffCredential,
    StaffMember,
    StaffRecords,
    StaffRole,
    Supervision,
    SupervisionKind,
    Training,
)
from pss_fhir.synth.chance import chance
from pss_fhir.synth.words import GIVEN

SPECIALISTS_PER_SUPERVISOR = 8
"""One qualified professional for up to 8 specialists (rules.md PSS-041)."""
_START_UP = (
    *(("orientation", 4.0), ("client-rights", 2.0), ("confidentiality", 2.0), ("bloodborne", 1.0)),
    *(("pss-policy", 3.0), ("documentation", 1.0), ("first-aid", 3.0), ("cpr", 3.0)),
)
_HELD = (
    CredentialKind.CPR,
    CredentialKind.FIRST_AID,
    CredentialKind.CPI,
    CredentialKind.DRIVERS_LICENSE,
    CredentialKind.AUTO_INSURANCE,
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A peer support specialist.

    Attributes:
        staff_id: as the staff folder writes it; the Practitioner's id too.
        name: the given name; the family name is HTEST.
        hired_on: first day.
        certificate: number of the NC certificate.
        supervisor_id: who supervises.
    """

    staff_id: str
    name: str
    hired_on: date
    certificate: str
    supervisor_id: str

    @property
    def ref(self) -> str:
        """Where the agency's server holds the person."""
        return f"Practitioner/{self.staff_id}"

    def signature(self, signed_at: datetime) -> Signature:
        """The person's signature at a moment."""
        return Signature(
            signer_ref=self.ref,
            signer_name=f"{self.name} HTEST",
            credential=f"NC CPSS {self.certificate}",
            signed_at=signed_at,
        )

    def credentials(self, ends_on: date) -> tuple[Credential, ...]:
        """What the person holds, all of it current through a day."""
        lasts = ends_on + timedelta(days=200)
        certificate = Credential(
            kind=CredentialKind.NC_CPSS,
            identifier=self.certificate,
            issued_on=self.hired_on - timedelta(days=30),
            expires_on=lasts,
        )
        others = (Credential(kind=kind, issued_on=self.hired_on, expires_on=lasts) for kind in _HELD)
        course = Credential(
            kind=CredentialKind.PEER_COURSE, issued_on=self.hired_on - timedelta(days=90), hours=50
        )
        diploma = Credential(kind=CredentialKind.HIGH_SCHOOL, issued_on=date(2005, 6, 10))
        return (certificate, course, diploma, *others)

    def specialist(self, ends_on: date) -> Specialist:
        """The person as the server knows the person."""
        return Specialist(
            ref=self.ref,
            name=PersonName(family="HTEST", given=(self.name,)),
            credentials=self.credentials(ends_on),
            is_active=True,
        )


def make_colleagues(seed: int, count: int, starts_on: date) -> tuple[Colleague, ...]:
    """The specialists, hired some time before the story starts."""
    colleagues = []
    for number in range(1, count + 1):
        draws = chance(seed, "staff", number)
        colleagues.append(
            Colleague(
                staff_id=f"specialist-{number}",
                name=draws.choice(GIVEN),
                hired_on=starts_on - timedelta(days=draws.randrange(60, 900)),
                certificate=f"HTEST-{10_000 + number}",
                supervisor_id=f"supervisor-{(number - 1) // SPECIALISTS_PER_SUPERVISOR + 1}",
            )
        )
    return tuple(colleagues)


def records_of(colleague: Colleague, ends_on: date) -> StaffRecords:
    """What the agency's own records say of one specialist."""
    own, supervisor = colleague.staff_id, colleague.supervisor_id
    hired_on = colleague.hired_on
    months = tuple(_months(hired_on, ends_on))
    return StaffRecords(
        members=(
            StaffMember(
                staff_id=own,
                family="HTEST",
                given=colleague.name,
                role=StaffRole.CPSS,
                hired_on=hired_on,
                supervisor_id=colleague.supervisor_id,
                fte=1.0,
                recovery_since=hired_on - timedelta(days=1500),
                practitioner_ref=colleague.ref,
            ),
        ),
        credentials=tuple(
            StaffCredential(staff_id=own, credential=held) for held in colleague.credentials(ends_on)
        ),
        trainings=(
            *(
                Training(
                    staff_id=own, topic=topic, hours=hours, completed_on=hired_on + timedelta(days=number)
                )
                for number, (topic, hours) in enumerate(_START_UP)
            ),
            *(
                Training(staff_id=own, topic=topic, hours=hours, completed_on=day)
                for day in months
                for topic, hours in (("continuing-education", 10.0), ("ethics", 1.5))
                if day.month == 12 or day == months[0]
            ),
        ),
        supervision=(
            *(
                Supervision(
                    staff_id=own,
                    supervisor_id=supervisor,
                    kind=SupervisionKind.CONTRACT if year == 0 else SupervisionKind.CONTRACT_REVIEW,
                    held_on=hired_on + timedelta(days=360 * year),
                    minutes=45,
                )
                for year in range((ends_on - hired_on).days // 360 + 1)
            ),
            *(
                Supervision(
                    staff_id=own,
                    supervisor_id=supervisor,
                    kind=SupervisionKind.INDIVIDUAL,
                    held_on=day,
                    minutes=60,
                )
                for day in months
            ),
        ),
        checks=(
            *(_check(own, kind, hired_on - timedelta(days=4)) for kind in CheckKind),
            *(_check(own, CheckKind.EXCLUSION, day) for day in months),
        ),
    )


def _check(staff_id: str, kind: CheckKind, day: date) -> BackgroundCheck:
    return BackgroundCheck(
        staff_id=staff_id,
        kind=kind,
        requested_on=day - timedelta(days=1),
        completed_on=day,
        result="clear",
    )


def degree_of(supervisor: StaffMember) -> StaffCredential:
    """What makes a supervisor a qualified professional."""
    held = Credential(kind=CredentialKind.BACHELOR, issued_on=date(2012, 5, 12))
    return StaffCredential(staff_id=supervisor.staff_id, credential=held)


def supervisors_of(colleagues: tuple[Colleague, ...]) -> Iterator[StaffMember]:
    """The qualified professionals who supervise them."""
    for number, staff_id in enumerate(dict.fromkeys(each.supervisor_id for each in colleagues), 1):
        yield StaffMember(
            staff_id=staff_id,
            family="HTEST",
            given=GIVEN[number % len(GIVEN)],
            role=StaffRole.QUALIFIED_PROFESSIONAL,
            hired_on=date(2019, 11, 1),
            fte=1.0,
            practitioner_ref=f"Practitioner/{staff_id}",
        )


def _months(starts_on: date, ends_on: date) -> Iterator[date]:
    """The eighth of each month; in the first month the first day, where that is later."""
    day = max(starts_on, starts_on.replace(day=8))
    while day <= ends_on:
        yield day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=8)
