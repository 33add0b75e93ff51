"""Referrals of a synthetic person to peer support and from it, and what came of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pss_fhir.domain.record import Record
from pss_fhir.domain.referral import (
    FINAL_OUTCOMES,
    Linkage,
    LinkageOutcome,
    LinkageStatus,
    Referral,
    ReferralKind,
    ReferralStatus,
)
from pss_fhir.synth.chance import one_of
from pss_fhir.synth.person import Person, moment
from pss_fhir.synth.surroundings import AGENCY_REF, CLINICIAN_REF

_EVERY_DAYS = 120
_DAYS_TO_FOLLOW = 30
_TO = (
    (ReferralKind.HOUSING, "HTEST Housing Authority", "a place on the list for an apartment"),
    (ReferralKind.EMPLOYMENT, "HTEST Job Center", "help with looking for work"),
    (ReferralKind.BENEFITS, "HTEST County Social Services", "food stamps"),
    (ReferralKind.SELF_HELP_GROUP, "HTEST Thursday Group", "a group of people in recovery"),
    (ReferralKind.LEGAL, "HTEST Legal Aid", "help with an old court fee"),
    (ReferralKind.FOOD, "HTEST Food Bank", "a food box each week"),
    (ReferralKind.TRANSPORTATION, "HTEST Transit", "a bus pass at half price"),
    (ReferralKind.HEALTH_CARE, "HTEST Community Dentist", "a dentist who takes Medicaid"),
    (ReferralKind.EDUCATION, "HTEST Community College", "a GED class"),
)
_OUTCOMES = (
    *(LinkageOutcome.CONNECTED, LinkageOutcome.CONNECTED, LinkageOutcome.CONNECTED),
    *(LinkageOutcome.WAITING, LinkageOutcome.DECLINED, LinkageOutcome.NOT_ELIGIBLE, LinkageOutcome.LOST),
)


def referrals_of(person: Person) -> Iterator[Record]:
    """How the person came, and about three times a year where the person was helped on."""
    yield Referral(
        ref=f"ServiceRequest/{person.key}-referral",
        client_ref=person.ref,
        kind=ReferralKind.PEER_SUPPORT,
        status=ReferralStatus.COMPLETED,
        referred_on=person.enrolled_on - timedelta(days=15),
        referrer_ref=CLINICIAN_REF,
        to_ref=AGENCY_REF,
        to_name="HTEST Peer Support Agency",
        reason_refs=(f"Condition/{person.key}-1",),
    )
    draws = person.draws("referrals")
    last = (person.last_on - person.enrolled_on).days
    for number, day in enumerate(range(20 + draws.randrange(40), last, _EVERY_DAYS), 1):
        kind, name, words = one_of(draws, _TO)
        referred_on = person.enrolled_on + timedelta(days=day)
        is_open = referred_on + timedelta(days=_DAYS_TO_FOLLOW) > person.last_on and person.left_on is None
        outcome = LinkageOutcome.CONTACTED if is_open else one_of(draws, _OUTCOMES)
        is_followed = outcome not in FINAL_OUTCOMES
        yield Referral(
            ref=f"ServiceRequest/{person.key}-referral-{number}",
            client_ref=person.ref,
            kind=kind,
            words=words,
            status=ReferralStatus.ACTIVE if is_followed else ReferralStatus.COMPLETED,
            referred_on=referred_on,
            referrer_ref=person.colleague.ref,
            to_name=name,
            goal_refs=(f"Goal/{person.key}-{1 + number % 2}",),
        )
        yield Linkage(
            ref=f"Task/{person.key}-linkage-{number}",
            client_ref=person.ref,
            referral_ref=f"ServiceRequest/{person.key}-referral-{number}",
            status=LinkageStatus.IN_PROGRESS if is_followed else LinkageStatus.COMPLETED,
            outcome=outcome,
            words=None if is_open else "We went there together.",
            owner_ref=person.colleague.ref,
            begun_at=moment(referred_on, 12, 40),
            ended_at=None
            if is_followed
            else moment(referred_on + timedelta(days=3 + draws.randrange(20)), 12, 45),
        )
