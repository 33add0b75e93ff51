"""One synthetic person: who it is, what the chart holds before anybody meets, and when they meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pss_fhir.domain.episode import Episode, EpisodeStatus
from pss_fhir.domain.payer import (
    Authorization,
    AuthorizationStatus,
    Coverage,
    CoverageStatus,
    OrderStatus,
    ServiceOrder,
)
from pss_fhir.domain.people import Client, PersonName, Sex
from pss_fhir.domain.plan import Achievement, Goal, GoalStatus, Plan, PlanSignature, PlanSigner, PlanStatus
from pss_fhir.domain.record import Days, Identifier, IdentifierKind, Record
from pss_fhir.domain.team import CareTeam, TeamMember, TeamRole
from pss_fhir.synth.chance import chance
from pss_fhir.synth.staff import CLINICIAN_REF, Colleague
from pss_fhir.synth.words import GIVEN, GOALS

AGENCY_REF = "Organization/agency"
PAYER_REF = "Organization/payer"
PAYER = "Trillium Health Resources"
_AUTHORIZED_DAYS, _AUTHORIZED_UNITS = 90, 270


@dataclass(frozen=True, slots=True)
class Person:
    """A person served, and by whom.

    Attributes:
        number: from 1; the ids of the person's records begin with it.
        place: which of the specialist's clients the person is, from 0; it fixes weekday and hour.
    """

    number: int
    seed: int
    colleague: Colleague
    place: int

    @property
    def ref(self) -> str:
        """Where the server holds the person."""
        return f"Patient/client-{self.number}"

    def goals(self, starts_on: date, ends_on: date) -> tuple[Goal, ...]:
        """Two goals in the person's own words."""
        words = chance(self.seed, "goals", self.number).sample(GOALS, 2)
        return tuple(
            Goal(
                ref=f"Goal/client-{self.number}-{index}",
                client_ref=self.ref,
                words=each,
                status=GoalStatus.ACTIVE,
                achievement=Achievement.IN_PROGRESS,
                start_on=starts_on,
                target_on=min(ends_on, starts_on + timedelta(days=330)),
                is_own_words=True,
            )
            for index, each in enumerate(words, 1)
        )

    def client(self) -> Client:
        """Who it is."""
        draws = chance(self.seed, "client", self.number)
        return Client(
            ref=self.ref,
            name=PersonName(family="HTEST", given=(draws.choice(GIVEN),)),
            identifiers=(
                Identifier(
                    system="https://agency.example/record-number",
                    value=f"HT-{self.number:06}",
                    kind=IdentifierKind.RECORD_NUMBER,
                ),
            ),
            birth_on=date(1950, 1, 1) + timedelta(days=draws.randrange(0, 18_000)),
            sex=draws.choice((Sex.FEMALE, Sex.MALE)),
            died=False,
        )

    def chart(self, starts_on: date, ends_on: date) -> Iterator[Record]:
        """Everything that is there before the first contact."""
        yield self.client()
        yield Coverage(
            ref=f"Coverage/client-{self.number}",
            client_ref=self.ref,
            status=CoverageStatus.ACTIVE,
            payer_ref=PAYER_REF,
            payer_name=PAYER,
            member_identifier=f"HT{self.number:08}",
            days=Days(start_on=starts_on - timedelta(days=400)),
        )
        goals = self.goals(starts_on, ends_on)
        yield from goals
        for year, first in enumerate(_every(starts_on, ends_on, 365)):
            last = first + timedelta(days=364)
            yield self._plan(year, Days(start_on=first, end_on=last), goals)
            yield self._order(year, Days(start_on=first, end_on=last))
        for number, first in enumerate(_every(starts_on, ends_on, _AUTHORIZED_DAYS)):
            yield self._authorization(number, first)
        yield Episode(
            ref=f"EpisodeOfCare/client-{self.number}",
            client_ref=self.ref,
            status=EpisodeStatus.ACTIVE,
            days=Days(start_on=starts_on),
            agency_ref=AGENCY_REF,
            care_manager_ref=self.colleague.ref,
            team_refs=(f"CareTeam/client-{self.number}",),
        )
        peer = TeamMember(
            member_ref=self.colleague.ref,
            role=TeamRole.PEER_SPECIALIST,
            days=Days(start_on=starts_on),
            is_family_member=False,
        )
        yield CareTeam(ref=f"CareTeam/client-{self.number}", client_ref=self.ref, members=(peer,))

    def order_ref(self, day: date, starts_on: date) -> str:
        """The order in force on a day of the story."""
        return f"ServiceRequest/client-{self.number}-{(day - starts_on).days // 365}"

    def _plan(self, year: int, days: Days, goals: tuple[Goal, ...]) -> Plan:
        signed_on = days.start_on or date.min
        signers = (
            (PlanSigner.CLIENT, self.ref),
            (PlanSigner.AUTHOR, CLINICIAN_REF),
            (PlanSigner.ORDERER, CLINICIAN_REF),
        )
        return Plan(
            ref=f"CarePlan/client-{self.number}-{year}",
            client_ref=self.ref,
            status=PlanStatus.ACTIVE,
            title="Person-Centered Plan",
            days=days,
            signatures=tuple(
                PlanSignature(role=role, signed_on=signed_on, signer_ref=signer) for role, signer in signers
            ),
            goal_refs=tuple(goal.ref for goal in goals),
            author_ref=CLINICIAN_REF,
        )

    def _order(self, year: int, days: Days) -> ServiceOrder:
        return ServiceOrder(
            ref=f"ServiceRequest/client-{self.number}-{year}",
            client_ref=self.ref,
            status=OrderStatus.ACTIVE,
            signed_on=days.start_on,
            days=days,
            orderer_ref=CLINICIAN_REF,
            orderer_credential="LCSW",
            ordered_units=1080,
        )

    def _authorization(self, number: int, first: date) -> Authorization:
        return Authorization(
            ref=f"ClaimResponse/client-{self.number}-{number}",
            client_ref=self.ref,
            status=AuthorizationStatus.APPROVED,
            number=f"HTA-{self.number}-{number}",
            payer_ref=PAYER_REF,
            payer_name=PAYER,
            units=_AUTHORIZED_UNITS,
            days=Days(start_on=first, end_on=first + timedelta(days=_AUTHORIZED_DAYS - 1)),
            decided_on=first - timedelta(days=2),
        )


def _every(starts_on: date, ends_on: date, days: int) -> Iterator[date]:
    first = starts_on
    while first <= ends_on:
        yield first
        first += timedelta(days=days)
