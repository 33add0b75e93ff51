"""What was asked of the payer for a synthetic person, and what the payer decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pss_fhir.domain.authorization_request import (
    AuthorizationRequest,
    RequestKind,
    SupportingRecord,
    SupportKind,
)
from pss_fhir.domain.diagnosis import Diagnosis
from pss_fhir.domain.payer import GROUP_MODIFIER, Authorization, AuthorizationStatus
from pss_fhir.domain.record import Days, Identifier, Record
from pss_fhir.synth.person import Person, periods
from pss_fhir.synth.plan import order_ref, plan_ref
from pss_fhir.synth.surroundings import AGENCY_REF, PAYER, PAYER_REF

AUTHORIZED_DAYS = 90
UNITS, UNITS_WHEN_PARTIAL, GROUP_UNITS = 270, 200, 60
_ASKED_BEFORE, _DECIDED_BEFORE = timedelta(days=10), timedelta(days=2)
_SHARE_PARTIAL, _SHARE_DENIED = 0.1, 0.05


def authorizations_of(
    person: Person, diagnoses: tuple[Diagnosis, ...], *, is_in_group: bool
) -> Iterator[Record]:
    """A request and its decision for every 90 days of service, and for groups besides.

    Some are approved in part, and some persons were refused more units once. What begins after the story
    has been asked for, and is not decided yet.
    """
    draws = person.draws("authorizations")
    codes = tuple(str(each.icd_10) for each in diagnoses)
    for number, first in enumerate(periods(person.enrolled_on, person.last_on, AUTHORIZED_DAYS)):
        kind = RequestKind.RENEWAL if number else RequestKind.INITIAL
        is_partial = draws.random() < _SHARE_PARTIAL
        yield _request(person, f"{number}", first, UNITS, kind, codes)
        yield _decision(
            person,
            f"{number}",
            first,
            units=UNITS_WHEN_PARTIAL if is_partial else UNITS,
            status=AuthorizationStatus.PARTIAL if is_partial else AuthorizationStatus.APPROVED,
        )
        if is_in_group:
            yield _request(person, f"{number}-group", first, GROUP_UNITS, kind, codes, (GROUP_MODIFIER,))
            yield _decision(person, f"{number}-group", first, units=GROUP_UNITS, modifiers=(GROUP_MODIFIER,))
        if number == 1 and draws.random() < _SHARE_DENIED:
            yield _request(person, f"{number}-more", first, UNITS, RequestKind.EXTENSION, codes)
            yield _decision(person, f"{number}-more", first, units=0, status=AuthorizationStatus.DENIED)
    following = person.enrolled_on + timedelta(days=AUTHORIZED_DAYS * (number + 1))
    if person.left_on is None and following - _ASKED_BEFORE <= person.story_ends_on:
        yield _request(person, f"{number + 1}", following, UNITS, RequestKind.RENEWAL, codes)


def _span(first: date) -> Days:
    return Days(start_on=first, end_on=first + timedelta(days=AUTHORIZED_DAYS - 1))


def _request(
    person: Person,
    name: str,
    first: date,
    units: int,
    kind: RequestKind,
    diagnoses: tuple[str, ...],
    modifiers: tuple[str, ...] = (),
) -> AuthorizationRequest:
    asked_on = first - _ASKED_BEFORE
    day = max(asked_on, person.enrolled_on)
    return AuthorizationRequest(
        ref=f"Claim/{person.key}-{name}",
        client_ref=person.ref,
        kind=kind,
        identifiers=(
            Identifier(system="https://agency.example/requests", value=f"HTR-{person.number}-{name}"),
        ),
        asked_on=asked_on,
        payer_ref=PAYER_REF,
        agency_ref=AGENCY_REF,
        coverage_ref=f"Coverage/{person.key}",
        modifiers=modifiers,
        units=units,
        days=_span(first),
        diagnoses=diagnoses,
        supporting=(
            SupportingRecord(kind=SupportKind.PLAN, ref=plan_ref(person, day)),
            SupportingRecord(kind=SupportKind.ORDER, ref=order_ref(person, day)),
        ),
    )


def _decision(
    person: Person,
    name: str,
    first: date,
    *,
    units: int,
    status: AuthorizationStatus = AuthorizationStatus.APPROVED,
    modifiers: tuple[str, ...] = (),
) -> Authorization:
    return Authorization(
        ref=f"ClaimResponse/{person.key}-{name}",
        client_ref=person.ref,
        status=status,
        number=f"HTA-{person.number}-{name}",
        payer_ref=PAYER_REF,
        payer_name=PAYER,
        modifiers=modifiers,
        units=units,
        days=_span(first),
        decided_on=first - _DECIDED_BEFORE,
    )
