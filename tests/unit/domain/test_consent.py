"""Consents, disclosures and pointers to advance directives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.consent import (
    AdvanceDirective,
    Consent,
    ConsentKind,
    ConsentStatus,
    DirectiveKind,
    Disclosure,
    DisclosurePurpose,
    Recipient,
)
from pss_fhir.domain.record import Days
from tests.builders import CLIENT_REF, at

PLAN = "Organization/plan-east"
DAY = date(2026, 11, 3)


def make_consent(**changes: Any) -> Consent:
    fields: dict[str, Any] = {
        "ref": "Consent/1",
        "client_ref": CLIENT_REF,
        "kind": ConsentKind.PART_2,
        "status": ConsentStatus.ACTIVE,
        "signed_at": at(9),
        "recipients": (Recipient(ref=PLAN),),
        "purposes": (DisclosurePurpose.PAYMENT,),
        "days": Days(start_on=date(2026, 6, 1), end_on=DAY),
    }
    return Consent(**(fields | changes))


def test_consent_covers_its_recipient_and_purpose_through_its_last_day() -> None:
    consent = make_consent()

    assert consent.covers(PLAN, DisclosurePurpose.PAYMENT, DAY)
    assert not consent.covers(PLAN, DisclosurePurpose.PAYMENT, date(2026, 11, 4))
    assert not consent.covers(PLAN, DisclosurePurpose.TREATMENT, DAY)
    assert not consent.covers("Organization/other", DisclosurePurpose.PAYMENT, DAY)


@pytest.mark.parametrize("status", [one for one in ConsentStatus if one is not ConsentStatus.ACTIVE])
def test_consent_that_does_not_count_covers_nothing(status: ConsentStatus) -> None:
    assert not make_consent(status=status).covers(PLAN, DisclosurePurpose.PAYMENT, DAY)


def test_consent_that_nobody_signed_covers_nothing() -> None:
    assert not make_consent(signed_at=None).covers(PLAN, DisclosurePurpose.PAYMENT, DAY)


def test_recipient_in_words_is_never_taken_for_a_record() -> None:
    consent = make_consent(recipients=(Recipient(name="My health plan"),))

    assert not consent.covers(PLAN, DisclosurePurpose.PAYMENT, DAY)


def test_purpose_is_named_once() -> None:
    with pytest.raises(ValidationError, match="twice"):
        make_consent(purposes=(DisclosurePurpose.PAYMENT, DisclosurePurpose.PAYMENT))


def test_recipient_is_somebody() -> None:
    with pytest.raises(ValidationError, match="reference or a name"):
        Recipient()


@pytest.mark.parametrize("record_refs", [(), ("Consent/1",)])
def test_disclosure_names_what_was_disclosed(record_refs: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Disclosure(
            client_ref=CLIENT_REF,
            disclosed_at=at(9),
            discloser_ref="Organization/agency",
            recipient=Recipient(ref=PLAN),
            purpose=DisclosurePurpose.PAYMENT,
            record_refs=record_refs,
            consent_ref="Consent/1",
        )


@pytest.mark.parametrize("kept", [{}, {"kept_at_url": "https://x.example/1", "kept_where": "At home"}])
def test_directive_is_kept_in_one_place(kept: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="not both"):
        AdvanceDirective(
            ref="DocumentReference/1", client_ref=CLIENT_REF, kind=DirectiveKind.PSYCHIATRIC, **kept
        )
