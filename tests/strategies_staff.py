"""Hypothesis strategies for consents, disclosures, requests, and the records of staff."""

from __future__ import annotations

from hypothesis import strategies as st

from pss_fhir.domain.authorization_request import (
    AuthorizationRequest,
    RequestKind,
    RequestStatus,
    SupportingRecord,
    SupportKind,
)
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
from pss_fhir.domain.note import NoteStatus
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import Supervision, SupervisionKind, Training
from pss_fhir.domain.verification import CredentialVerification, VerificationStatus
from tests.strategies import (
    codes,
    days,
    maybe,
    modifiers,
    moments,
    refs,
    refs_or_urns,
    several_identifiers,
    spans_of_days,
    texts,
)
from tests.strategies_service import several_refs

recipients = st.builds(Recipient, ref=refs("Organization"), name=maybe(texts)) | st.builds(
    Recipient, name=texts
)
consents = st.builds(
    Consent,
    ref=refs_or_urns("Consent"),
    client_ref=refs_or_urns("Patient"),
    kind=st.sampled_from(ConsentKind),
    status=st.sampled_from(ConsentStatus),
    identifiers=several_identifiers,
    signed_at=maybe(moments),
    signer_refs=several_refs("Patient", "RelatedPerson"),
    agency_ref=maybe(refs("Organization")),
    recipients=st.lists(recipients, max_size=3).map(tuple),
    purposes=st.lists(st.sampled_from(DisclosurePurpose), unique=True, max_size=3).map(tuple),
    days=spans_of_days(),
    source_ref=maybe(refs("DocumentReference")),
)
disclosures = st.builds(
    Disclosure,
    ref=maybe(refs("AuditEvent")),
    client_ref=refs_or_urns("Patient"),
    disclosed_at=moments,
    discloser_ref=refs("Practitioner") | refs("Organization"),
    recipient=recipients,
    purpose=st.sampled_from(DisclosurePurpose),
    record_refs=st.lists(refs("DocumentReference") | refs("CarePlan"), min_size=1, max_size=3).map(tuple),
    consent_ref=maybe(refs("Consent")),
    sent_from=maybe(texts | st.just("https://agency.example/fhir")),
    sent_to=maybe(texts | st.sampled_from(("hq@plan.example", "+1 919 555 0100", "tcp-7"))),
    is_part_2=st.booleans(),
)


@st.composite
def directives(draw: st.DrawFn) -> AdvanceDirective:
    """A pointer, to an address or in words."""
    has_address = draw(st.booleans())
    return AdvanceDirective(
        ref=draw(refs_or_urns("DocumentReference")),
        client_ref=draw(refs_or_urns("Patient")),
        kind=draw(st.sampled_from(DirectiveKind)),
        status=draw(st.sampled_from(NoteStatus)),
        title=draw(maybe(texts)),
        identifiers=draw(several_identifiers),
        signed_at=draw(maybe(moments)),
        kept_at_url="https://registry.example/pad?id=7" if has_address else None,
        kept_where=None if has_address else draw(texts),
        author_ref=draw(maybe(refs("Practitioner") | refs("Patient"))),
    )


_supporting = st.builds(
    SupportingRecord,
    kind=st.sampled_from(SupportKind),
    ref=refs("CarePlan") | refs_or_urns("DocumentReference") | refs("ServiceRequest"),
)


@st.composite
def requests(draw: st.DrawFn) -> AuthorizationRequest:
    """A request over days that begin and end."""
    first, last = sorted(draw(st.tuples(days, days)))
    return AuthorizationRequest(
        ref=draw(refs_or_urns("Claim")),
        client_ref=draw(refs_or_urns("Patient")),
        status=draw(st.sampled_from(RequestStatus)),
        kind=draw(st.sampled_from(RequestKind)),
        identifiers=draw(several_identifiers),
        asked_on=draw(days),
        payer_ref=draw(refs("Organization")),
        agency_ref=draw(refs("Organization")),
        coverage_ref=draw(refs("Coverage")),
        service_code=draw(codes),
        modifiers=tuple(draw(modifiers)),
        units=draw(st.integers(1, 100_000)),
        days=Days(start_on=first, end_on=last),
        diagnoses=tuple(draw(st.lists(st.sampled_from(("F32.9", "F10.20", "F20.0")), max_size=3))),
        is_urgent=draw(st.booleans()),
        place_of_service=draw(st.sampled_from(("99", "12", "11"))),
        supporting=tuple(draw(st.lists(_supporting, max_size=3))),
    )


trainings = st.builds(
    Training,
    staff_id=texts,
    topic=texts | st.sampled_from(("orientation", "ethics", "cpr")),
    hours=maybe(st.integers(0, 400).map(lambda quarters: quarters / 4)),
    completed_on=days,
    client_ref=maybe(refs_or_urns("Patient")),
    provider=maybe(texts),
)
supervisions = st.builds(
    Supervision,
    staff_id=texts,
    supervisor_id=texts,
    kind=st.sampled_from(SupervisionKind),
    held_on=days,
    minutes=maybe(st.integers(1, 600)),
    until_on=maybe(days),
)


@st.composite
def verifications(draw: st.DrawFn) -> CredentialVerification:
    """A check, and the next one after it."""
    checked_on, next_on = sorted(draw(st.tuples(days, days)))
    return CredentialVerification(
        ref=draw(maybe(refs("VerificationResult"))),
        specialist_ref=draw(refs_or_urns("Practitioner")),
        credential_index=draw(st.integers(0, 999)),
        status=draw(st.sampled_from(VerificationStatus)),
        status_on=draw(maybe(days)),
        checked_on=draw(maybe(st.just(checked_on))),
        next_on=draw(maybe(st.just(next_on))),
        every_years=draw(maybe(st.integers(1, 10))),
        issuer_ref=draw(maybe(refs("Organization"))),
        checked_by_ref=draw(maybe(refs("Organization"))),
    )
