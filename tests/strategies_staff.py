"""Hypothesis strategies for consents, disclosures, requests, and the records of staff."""

from __future__ import annotations

from hypothesis import strategies as st

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
from tests.strategies import maybe, moments, refs, refs_or_urns, several_identifiers, spans_of_days, texts
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
