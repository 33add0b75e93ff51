"""What holds for every disclosure: nothing unrelated matters, no gap opens a door, and nothing is guessed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.disclosure import Decision, Verdict, decide
from pss_fhir.compliance.disclosure_case import DisclosureCase, Reason, RecipientKind
from pss_fhir.domain.consent import Consent, ConsentKind, ConsentStatus, DisclosurePurpose, Recipient
from pss_fhir.domain.record import Days
from tests.builders import CLIENT_REF, NOW

POLICIES = load_policies()
FACTS = (
    *("recipient_kind", "reason", "is_part_2", "holds_substance_use", "was_told", "has_objected"),
    *("has_agreement", "has_court_order", "is_against_the_person"),
)
ON = date(2026, 11, 3)
maybe = st.sampled_from([True, False, None])
days = st.integers(-400, 400).map(lambda by: ON + timedelta(days=by))
recipients = st.sampled_from(
    [Recipient(ref="Organization/a"), Recipient(ref="Organization/b"), Recipient(name="my providers")]
)
FEW = settings(max_examples=150)


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    start, end = sorted((draw(days), draw(days)))
    return Consent(
        ref=f"Consent/c-{draw(st.integers(1, 9))}",
        client_ref=draw(st.sampled_from([CLIENT_REF, CLIENT_REF, "Patient/other"])),
        kind=draw(st.sampled_from(ConsentKind)),
        status=draw(st.sampled_from([ConsentStatus.ACTIVE, *ConsentStatus])),
        signed_at=draw(st.sampled_from([NOW, None])),
        recipients=(draw(recipients),),
        purposes=tuple(draw(st.sets(st.sampled_from(DisclosurePurpose)))),
        days=Days(start_on=start, end_on=draw(st.sampled_from([end, None]))),
    )


@st.composite
def cases(draw: st.DrawFn) -> DisclosureCase:
    return DisclosureCase(
        client_ref=CLIENT_REF,
        on=ON,
        recipient=draw(recipients),
        recipient_kind=draw(st.sampled_from([None, *RecipientKind])),
        reason=draw(st.sampled_from([None, *Reason])),
        holds_counseling_notes=draw(maybe),
        professional_ref=draw(st.sampled_from([None, "Practitioner/lee"])),
        **{name: draw(maybe) for name in FACTS[2:]},
    )


def decided(case: DisclosureCase, held: list[Consent] | None) -> Decision:
    return decide(case, held, POLICIES, as_of=NOW)


@FEW
@given(cases(), st.lists(consents(), max_size=3))
def test_decide_says_why_whenever_it_does_not_allow(case: DisclosureCase, held: list[Consent]) -> None:
    decision = decided(case, held)
    assert decision.may_be_sent is not bool(decision.findings)
    assert not decision.may_be_sent or decision.grounds


@FEW
@given(cases(), st.lists(consents(), max_size=3, unique_by=lambda one: one.ref), st.randoms())
def test_decide_order_of_consents_and_those_of_others_never_matter(
    case: DisclosureCase, held: list[Consent], chance: Any
) -> None:
    own = [one for one in held if one.client_ref == CLIENT_REF]
    shuffled = held.copy()
    chance.shuffle(shuffled)
    assert decided(case, held) == decided(case, shuffled) == decided(case, own)


@FEW
@given(cases(), st.lists(consents(), max_size=2), st.sampled_from(FACTS))
def test_decide_fact_that_is_taken_away_never_opens_what_any_value_of_it_shuts(
    case: DisclosureCase, held: list[Consent], fact: str
) -> None:
    """What may go with a fact unknown may go whatever the fact is."""
    unknown = case.model_copy(update={fact: None})
    if decided(unknown, held).may_be_sent:
        values: Any = {"recipient_kind": RecipientKind, "reason": Reason}.get(fact, (True, False))
        for value in values:
            assert decided(case.model_copy(update={fact: value}), held).may_be_sent


@FEW
@given(cases(), st.lists(consents(), max_size=2), consents())
def test_decide_further_consent_never_shuts(
    case: DisclosureCase, held: list[Consent], further: Consent
) -> None:
    new = further.model_copy(update={"ref": "Consent/new"})
    if decided(case, held).verdict is Verdict.ALLOWED:
        assert decided(case, [*held, new]).verdict is Verdict.ALLOWED


@FEW
@given(cases(), st.lists(consents(), max_size=2))
def test_decide_unread_consents_never_open(case: DisclosureCase, held: list[Consent]) -> None:
    if decided(case, None).may_be_sent:
        assert decided(case, held).may_be_sent
