"""Who a synthetic person is, and who pays."""

from __future__ import annotations

from datetime import date, timedelta

from pss_fhir.domain.payer import Coverage, CoverageStatus
from pss_fhir.domain.people import Client, PersonName, Sex
from pss_fhir.domain.record import Days, Identifier, IdentifierKind
from pss_fhir.synth.chance import one_of
from pss_fhir.synth.person import Person
from pss_fhir.synth.surroundings import PAYER, PAYER_REF
from pss_fhir.synth.words import GIVEN

_SEXES = (Sex.FEMALE, Sex.MALE)


def client_of(person: Person) -> Client:
    """Who it is: an adult with a record number."""
    draws = person.draws("client")
    return Client(
        ref=person.ref,
        name=PersonName(family="HTEST", given=(one_of(draws, GIVEN),)),
        identifiers=(
            Identifier(
                system="https://agency.example/record-number",
                value=f"HT-{person.number:06}",
                kind=IdentifierKind.RECORD_NUMBER,
            ),
        ),
        birth_on=date(1950, 1, 1) + timedelta(days=draws.randrange(0, 18_000)),
        sex=one_of(draws, _SEXES),
        died=False,
    )


def coverage_of(person: Person) -> Coverage:
    """Who pays, since before the first day."""
    return Coverage(
        ref=f"Coverage/{person.key}",
        client_ref=person.ref,
        status=CoverageStatus.ACTIVE,
        payer_ref=PAYER_REF,
        payer_name=PAYER,
        member_identifier=f"HT{person.number:08}",
        days=Days(start_on=person.enrolled_on - timedelta(days=400)),
    )
