"""What a synthetic person agreed to, and what was disclosed under it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pss_fhir.domain.consent import (
    Consent,
    ConsentKind,
    ConsentStatus,
    Disclosure,
    DisclosurePurpose,
    Recipient,
)
from pss_fhir.domain.record import Days, Record
from pss_fhir.synth.authorizations import AUTHORIZED_DAYS
from pss_fhir.synth.enrolment import support_ref
from pss_fhir.synth.person import Person, moment, periods
from pss_fhir.synth.plan import YEAR_DAYS, order_ref, plan_ref
from pss_fhir.synth.surroundings import AGENCY_REF, OWN_ADDRESS, PAYER, PAYER_REF

_ALL_PURPOSES = tuple(DisclosurePurpose)
_SHARE_REVOKED = 0.08


def consents_of(person: Person) -> Iterator[Record]:
    """Each year a release to the payer and to somebody close, by Part 2 where it covers the chart.

    What goes to the payer with each request for authorization is on the log of disclosures.
    """
    draws = person.draws("consents")
    for year, first in enumerate(periods(person.enrolled_on, person.last_on, YEAR_DAYS)):
        days = Days(start_on=first, end_on=first + timedelta(days=YEAR_DAYS - 1))
        is_over = (days.end_on or first) < person.story_ends_on
        yield _consent(
            person,
            f"{year}",
            days,
            ConsentKind.PART_2 if person.uses_substances else ConsentKind.STATE_RELEASE,
            (Recipient(ref=PAYER_REF, name=PAYER), Recipient(name="My treating providers")),
            _ALL_PURPOSES,
            counts=not is_over,
        )
        yield _consent(
            person,
            f"{year}-support",
            days,
            ConsentKind.STATE_RELEASE,
            (Recipient(ref=support_ref(person)),),
            (DisclosurePurpose.TREATMENT,),
            counts=not is_over and draws.random() >= _SHARE_REVOKED,
        )
    for number, first in enumerate(periods(person.enrolled_on, person.last_on, AUTHORIZED_DAYS)):
        yield _disclosure(person, number, first)


def _consent(
    person: Person,
    name: str,
    days: Days,
    kind: ConsentKind,
    recipients: tuple[Recipient, ...],
    purposes: tuple[DisclosurePurpose, ...],
    *,
    counts: bool,
) -> Consent:
    return Consent(
        ref=f"Consent/{person.key}-{name}",
        client_ref=person.ref,
        kind=kind,
        status=ConsentStatus.ACTIVE if counts else ConsentStatus.INACTIVE,
        signed_at=moment(days.start_on or date.min, 8, 40),
        signer_refs=(person.ref,),
        agency_ref=AGENCY_REF,
        recipients=recipients,
        purposes=purposes,
        days=days,
    )


def _disclosure(person: Person, number: int, first: date) -> Disclosure:
    year = (first - person.enrolled_on).days // YEAR_DAYS
    return Disclosure(
        ref=f"AuditEvent/{person.key}-{number}",
        client_ref=person.ref,
        disclosed_at=moment(first, 12, 50),
        discloser_ref=AGENCY_REF,
        recipient=Recipient(ref=PAYER_REF, name=PAYER),
        purpose=DisclosurePurpose.PAYMENT,
        record_refs=(plan_ref(person, first), order_ref(person, first)),
        consent_ref=f"Consent/{person.key}-{year}",
        sent_from=OWN_ADDRESS,
        sent_to="https://fhir.payer.example",
        is_part_2=person.uses_substances,
    )
