"""Hypothesis strategies for every record that a chart holds.

Texts are anything a person may type; moments are any in a hundred years, with odd offsets, the hour that
comes twice and fractions of a second; every optional part may be missing.
"""

from __future__ import annotations

import string
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.contact import (
    AudioOnlyReason,
    Contact,
    ContactKind,
    ContactStatus,
    Modality,
    Place,
    Remote,
)
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import (
    Addendum,
    GoalProgress,
    NoteDraft,
    NoteStatus,
    Progress,
    ServiceNote,
    Signature,
)
from pss_fhir.domain.payer import (
    Authorization,
    AuthorizationStatus,
    Coverage,
    CoverageStatus,
    OrderStatus,
    ServiceOrder,
)
from pss_fhir.domain.people import Client, Credential, CredentialKind, PersonName, Sex, Specialist
from pss_fhir.domain.plan import Achievement, Goal, GoalStatus, Plan, PlanSignature, PlanSigner, PlanStatus
from pss_fhir.domain.record import Days, Identifier, IdentifierKind, TimeSpan
from pss_fhir.domain.units import Rounding, UnitRule

_ID = string.ascii_letters + string.digits + "-."

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r"), min_size=1, max_size=60
).filter(lambda text: bool(text.strip()))
uuids = st.uuids().map(lambda uuid: f"urn:uuid:{uuid}")
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
offsets = st.one_of(
    st.just(UTC),
    st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    st.just(NEW_YORK),
)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 12, 31),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=offsets,
)
codes = st.sampled_from(("H0038", "H2011", "T1023", "YP830", "99213", "0362T"))
modifiers = st.lists(st.text(string.ascii_uppercase + string.digits, min_size=2, max_size=2), max_size=3)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """None, or what the strategy gives."""
    return st.none() | strategy


def refs(resource_type: str) -> st.SearchStrategy[str]:
    """Where a server holds a resource of a type."""
    return st.text(_ID, min_size=1, max_size=64).map(lambda name: f"{resource_type}/{name}")


def refs_or_urns(resource_type: str) -> st.SearchStrategy[str]:
    """Where a server holds it, or a urn:uuid where none does yet."""
    return refs(resource_type) | uuids


identifiers = st.builds(
    Identifier,
    system=maybe(st.sampled_from(("https://agency.example/id", "urn:oid:2.16.840.1.113883.4.1"))),
    value=texts,
    kind=maybe(st.sampled_from(IdentifierKind)),
)
several_identifiers = st.lists(identifiers, max_size=3).map(tuple)


@st.composite
def spans_of_days(draw: st.DrawFn) -> Days:
    """Days with both ends, one or none."""
    first, last = sorted(draw(st.tuples(days, days)))
    return Days(start_on=draw(maybe(st.just(first))), end_on=draw(maybe(st.just(last))))


@st.composite
def spans_of_time(draw: st.DrawFn) -> TimeSpan:
    """From a microsecond to a day and a half."""
    started_at = draw(moments).astimezone(UTC)
    length = timedelta(microseconds=draw(st.integers(1, 36 * 3600 * 10**6)))
    return TimeSpan(started_at=started_at, ended_at=started_at + length)


@st.composite
def names(draw: st.DrawFn) -> PersonName:
    """A name with at least one part."""
    family, text = draw(maybe(texts)), draw(maybe(texts))
    given = tuple(draw(st.lists(texts, max_size=3)))
    if not (family or given or text):
        text = draw(texts)
    return PersonName(family=family, given=given, text=text)


clients = st.builds(
    Client,
    ref=refs_or_urns("Patient"),
    name=names(),
    identifiers=several_identifiers,
    birth_on=maybe(days),
    sex=st.sampled_from(Sex),
    died=maybe(st.booleans()),
    county=maybe(texts),
)


@st.composite
def credentials(draw: st.DrawFn) -> Credential:
    """A credential; one of another kind has a title that names none of the known kinds."""
    kind = draw(st.sampled_from(CredentialKind))
    title = draw(maybe(texts))
    if kind is CredentialKind.OTHER and title is None:
        title = draw(texts)
    period = draw(spans_of_days())
    return Credential(
        kind=kind,
        title=title,
        identifier=draw(maybe(texts)),
        issued_on=period.start_on,
        expires_on=period.end_on,
        hours=draw(maybe(st.integers(0, 4000).map(lambda quarters: quarters / 4))),
        issuer=draw(maybe(texts)),
    )


def _npi(nine: str) -> str:
    """A National Provider Identifier: nine digits and their check digit (Luhn, with 80840 before them)."""
    digits = [int(digit) for digit in reversed(f"80840{nine}")]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[::2]]
    return f"{nine}{-(sum(doubled) + sum(digits[1::2])) % 10}"


specialists = st.builds(
    Specialist,
    ref=refs_or_urns("Practitioner"),
    name=names(),
    identifiers=several_identifiers,
    npi=maybe(st.text("0123456789", min_size=9, max_size=9).map(_npi)),
    credentials=st.lists(credentials(), max_size=3).map(tuple),
    is_active=maybe(st.booleans()),
)

plan_signatures = st.builds(
    PlanSignature,
    role=st.sampled_from(PlanSigner),
    signed_on=days,
    signer_ref=maybe(refs("Practitioner") | refs("Patient")),
)
plans = st.builds(
    Plan,
    ref=refs_or_urns("CarePlan"),
    client_ref=refs_or_urns("Patient"),
    status=st.sampled_from(PlanStatus),
    title=maybe(texts),
    identifiers=several_identifiers,
    days=spans_of_days(),
    signatures=maybe(st.lists(plan_signatures, max_size=3).map(tuple)),
    goal_refs=st.lists(refs_or_urns("Goal"), max_size=3).map(tuple),
    author_ref=maybe(refs("Practitioner")),
    replaces_ref=maybe(refs("CarePlan")),
    supporting_refs=st.lists(refs("Observation") | refs("QuestionnaireResponse"), max_size=2).map(tuple),
    step_refs=st.lists(refs_or_urns("Task") | refs("ServiceRequest"), max_size=2).map(tuple),
    part_of_ref=maybe(refs_or_urns("CarePlan")),
)
goals = st.builds(
    Goal,
    ref=refs_or_urns("Goal"),
    client_ref=refs_or_urns("Patient"),
    words=texts,
    status=st.sampled_from(GoalStatus),
    achievement=maybe(st.sampled_from(Achievement)),
    identifiers=several_identifiers,
    start_on=maybe(days),
    target_on=maybe(days),
    is_own_words=maybe(st.booleans()),
)
orders = st.builds(
    ServiceOrder,
    ref=refs_or_urns("ServiceRequest"),
    client_ref=refs_or_urns("Patient"),
    status=st.sampled_from(OrderStatus),
    service_code=codes,
    identifiers=several_identifiers,
    signed_on=maybe(days),
    days=spans_of_days(),
    orderer_ref=maybe(refs("Practitioner")),
    orderer_credential=maybe(texts),
    ordered_units=maybe(st.integers(0, 100_000)),
)
authorizations = st.builds(
    Authorization,
    ref=refs_or_urns("ClaimResponse"),
    client_ref=refs_or_urns("Patient"),
    status=st.sampled_from(AuthorizationStatus),
    number=maybe(texts),
    payer_ref=maybe(refs("Organization")),
    payer_name=maybe(texts),
    service_code=codes,
    modifiers=modifiers.map(tuple),
    units=maybe(st.integers(0, 100_000)),
    units_used_by_payer=maybe(st.integers(0, 100_000)),
    days=spans_of_days(),
    identifiers=several_identifiers,
    decided_on=maybe(days),
)
coverages = st.builds(
    Coverage,
    ref=refs_or_urns("Coverage"),
    client_ref=refs_or_urns("Patient"),
    status=st.sampled_from(CoverageStatus),
    payer_ref=maybe(refs("Organization")),
    payer_name=maybe(texts),
    member_identifier=maybe(texts),
    days=spans_of_days(),
)


@st.composite
def remotes(draw: st.DrawFn) -> Remote:
    """How a contact at a distance was held: at least one thing of it."""
    place, agreed = draw(maybe(st.sampled_from(Place))), draw(maybe(st.booleans()))
    reason, failure = draw(maybe(st.sampled_from(AudioOnlyReason))), draw(maybe(texts))
    if place is None and agreed is None and reason is None and failure is None:
        agreed = draw(st.booleans())
    return Remote(specialist_place=place, has_agreed=agreed, audio_only_reason=reason, failure=failure)


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    """A contact, running or over, of any kind."""
    modality = draw(maybe(st.sampled_from(Modality)))
    span = draw(spans_of_time())
    has_start = draw(st.booleans())
    has_end = has_start and draw(st.booleans())
    return Contact(
        ref=draw(maybe(refs("Encounter"))),
        contact_identifier=draw(maybe(uuids)),
        client_ref=draw(refs_or_urns("Patient")),
        specialist_ref=draw(maybe(refs("Practitioner") | refs("PractitionerRole"))),
        status=draw(st.sampled_from(ContactStatus)),
        kind=draw(st.sampled_from(ContactKind)),
        modality=modality,
        place=draw(maybe(st.sampled_from(Place))),
        place_name=draw(maybe(texts)),
        started_at=span.started_at if has_start else None,
        ended_at=span.ended_at if has_end else None,
        service_code=draw(maybe(codes)),
        modifiers=tuple(draw(modifiers)),
        order_ref=draw(maybe(refs("ServiceRequest"))),
        people_present=draw(maybe(st.integers(1, 200))),
        group_ref=draw(maybe(refs_or_urns("Encounter"))),
        spoken_with_refs=tuple(draw(st.lists(refs_or_urns("RelatedPerson"), max_size=2))),
        remote=None if modality is Modality.IN_PERSON else draw(maybe(remotes())),
    )


goal_progress = st.builds(
    GoalProgress,
    goal_ref=refs_or_urns("Goal"),
    words=texts,
    progress=maybe(st.sampled_from(Progress)),
    comment=maybe(texts),
)
signatures = st.builds(
    Signature,
    signer_ref=refs("Practitioner"),
    signer_name=texts,
    credential=maybe(texts),
    signed_at=moments,
)


def _with_cosignature(note: ServiceNote, cosignature: Signature | None) -> ServiceNote:
    if cosignature is None:
        return note
    latest = max(note.signature.signed_at, cosignature.signed_at)
    return note.model_copy(update={"cosignature": cosignature.model_copy(update={"signed_at": latest})})


_notes_of_the_author = st.builds(
    ServiceNote,
    note_identifier=uuids,
    ref=maybe(refs("DocumentReference")),
    status=st.sampled_from(NoteStatus),
    contact=contacts(),
    goals=st.lists(goal_progress, max_size=3).map(tuple),
    interventions=st.lists(st.sampled_from(Intervention), max_size=4).map(tuple),
    purpose=texts,
    intervention_text=texts,
    response=texts,
    next_step=maybe(texts),
    written_at=moments,
    is_late_entry=st.booleans(),
    signature=signatures,
    replaces_identifier=maybe(uuids),
)
notes = st.builds(_with_cosignature, _notes_of_the_author, maybe(signatures))
addenda = st.builds(
    Addendum,
    addendum_identifier=uuids,
    ref=maybe(refs("DocumentReference")),
    note_identifier=uuids,
    note_ref=maybe(refs("DocumentReference")),
    client_ref=refs_or_urns("Patient"),
    status=st.sampled_from(NoteStatus),
    text=texts,
    reason=maybe(texts),
    written_at=moments,
    signature=signatures,
)
drafts = st.builds(
    NoteDraft,
    note_identifier=uuids,
    client_ref=refs("Patient"),
    author_ref=refs("Practitioner"),
    kind=st.sampled_from(ContactKind),
    is_billed=st.booleans(),
    modality=maybe(st.sampled_from(Modality)),
    place=maybe(st.sampled_from(Place)),
    place_name=st.just("") | texts,
    started_at=maybe(moments),
    ended_at=maybe(moments),
    goals=st.lists(goal_progress, max_size=3, unique_by=lambda goal: goal.goal_ref).map(tuple),
    interventions=st.lists(st.sampled_from(Intervention), max_size=4).map(tuple),
    purpose=st.just("") | texts,
    intervention_text=st.just("") | texts,
    response=st.just("") | texts,
    next_step=st.just("") | texts,
    encounter_ref=maybe(refs("Encounter")),
    order_ref=maybe(refs("ServiceRequest")),
)
unit_rules = st.builds(UnitRule, unit_minutes=st.integers(8, 60), rounding=st.sampled_from(Rounding))
