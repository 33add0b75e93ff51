"""Where and how people met, and what kind of contact it was."""

from __future__ import annotations

from pydantic import Field

from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import NO_END, NO_START, unread
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.shared import Meeting
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, listed
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import ContactKind, Modality, Place

_NO_PLACE = cannot_tell("The place is not chosen yet.", fields=("place",))
_ALONE = met("No other billed visit shares a minute with this one.")
_REMOTE = frozenset({Modality.TELEHEALTH, Modality.TELEPHONE, Modality.TEXT_MESSAGE, Modality.EMAIL})

PLACE_WORDS = {place: place.value.replace("-", " ") for place in Place} | {
    Place.INPATIENT: "a hospital ward or other inpatient setting",
    Place.JAIL: "a jail",
    Place.STAFF_RESIDENCE: "the home of a staff member",
}
MODALITY_WORDS = {modality: modality.value.replace("-", " ") for modality in Modality}


class AllowedPlaces(Parameters):
    """Places by the kind of place they are; places of no kind are not allowed.

    Attributes:
        kinds: kind in words -> its places.
        left_to: place -> rule that speaks of it instead.
    """

    kinds: dict[str, tuple[Place, ...]] = Field(min_length=1)
    left_to: dict[Place, str] = Field(default_factory=dict)


class ExcludedPlaces(Parameters):
    """Places where the service is not given."""

    places: tuple[Place, ...] = Field(min_length=1)


class BillableModalities(Parameters):
    """Ways of meeting that are a contact of the records manual."""

    modalities: tuple[Modality, ...] = Field(min_length=1)


class UnbilledKinds(Parameters):
    """Kinds of work that are never billed."""

    kinds: tuple[ContactKind, ...] = Field(min_length=1)


class GroupSize(Parameters):
    """Most members for one facilitator."""

    most: int = Field(ge=1)


def _asks_for_place(meeting: Meeting) -> Outcome | None:
    if meeting.modality in _REMOTE:
        return does_not_apply("They did not meet in person.")
    return _NO_PLACE if meeting.place is None else None


def place_allowed(meeting: Meeting, allowed: AllowedPlaces) -> Outcome:
    """The place is one of those where peer support is given."""
    if open_question := _asks_for_place(meeting):
        return open_question
    place = meeting.place
    assert place is not None  # noqa: S101 - asked for one line above
    if place in allowed.left_to:
        return does_not_apply(f"Rule {allowed.left_to[place]} speaks of this place.")
    for kind, places in allowed.kinds.items():
        if place in places:
            return met(f"The place ({PLACE_WORDS[place]}) counts as {kind}.")
    return broken(
        f"The place is written as {PLACE_WORDS[place]}, which is none of: {listed(allowed.kinds, 'or')}.",
        fields=("place",),
    )


def place_not_excluded(meeting: Meeting, excluded: ExcludedPlaces) -> Outcome:
    """The place is not one where peer support is not given."""
    if open_question := _asks_for_place(meeting):
        return open_question
    place = meeting.place
    assert place is not None  # noqa: S101 - asked for one line above
    if place in excluded.places:
        return broken(f"The place is {PLACE_WORDS[place]}.", fields=("place",))
    return met(f"The place is {PLACE_WORDS[place]}.")


def modality_billable(meeting: Meeting, billable: BillableModalities) -> Outcome:
    """The way they met is a contact that can be billed."""
    modality = meeting.modality
    if modality is None:
        return cannot_tell("How they met is not chosen yet.", fields=("modality",))
    if modality in billable.modalities:
        return met(f"They met by {MODALITY_WORDS[modality]}.")
    return broken(
        f"A contact by {MODALITY_WORDS[modality]} is not among the contacts that can be billed.",
        fields=("modality", "is_billed"),
    )


def kind_not_billed(meeting: Meeting, unbilled: UnbilledKinds) -> Outcome:
    """Work that is not a service to the person is not billed."""
    if meeting.kind in unbilled.kinds:
        return broken(
            f"This is {meeting.kind.value} work, and it is marked as billed.",
            fields=("kind", "is_billed"),
        )
    return met(f"This is {meeting.kind.value} work with the person.")


def group_size(facts: NoteFacts, limit: GroupSize) -> Outcome:
    """A group is not larger than one facilitator may lead."""
    if not facts.is_group:
        return does_not_apply("The visit is not a group.")
    session = facts.session
    present = facts.contact.people_present or (session.people_present if session else None)
    if present is None:
        return cannot_tell("How many members were present is not written down.", fields=("kind",))
    leaders = max(len(session.leader_refs), 1) if session else 1
    most = limit.most * leaders
    records = (session.ref,) if session else ()
    arithmetic = f"{counted(present, 'member')}, at most {limit.most} for one facilitator" + (
        f", {counted(leaders, 'facilitator')}" if leaders > 1 else ""
    )
    if present > most:
        who = "one facilitator leads" if leaders == 1 else f"{leaders} facilitators lead"
        return broken(
            f"{present} members were in the group; {who} up to {most}.",
            fields=("kind",),
            records=records,
            arithmetic=arithmetic,
        )
    return met(f"{counted(present, 'member')} were in the group.", records=records, arithmetic=arithmetic)


def no_overlap(facts: NoteFacts, _: NoParameters) -> Outcome:
    """No minute of this visit is billed a second time for the person."""
    if facts.day is None:
        return NO_START
    if facts.ended_at is None:
        return NO_END
    if not facts.chart.knows(ChartPart.CONTACTS):
        return unread(ChartPart.CONTACTS)
    shared = [
        (other, theirs)
        for other in facts.sharing
        if other.service_code is not None and (theirs := other.span) is not None
    ]
    if not shared or (span := facts.span) is None:
        return _ALONE
    seconds = sum(
        (min(theirs.ended_at, span.ended_at) - max(theirs.started_at, span.started_at)).total_seconds()
        for _, theirs in shared
    )
    minutes = int(seconds // 60)
    others = counted(len(shared), "other billed visit")
    return broken(
        f"This visit shares {minutes} min with {others} of the same person.",
        fields=("started_at", "ended_at"),
        records=tuple(sorted(name for other, _ in shared for name in other.names)),
        arithmetic=f"{minutes} min are in both",
    )


CHECKS = (
    Check("place-allowed", Subject.NOTE, AllowedPlaces, place_allowed, about=Meeting),
    Check("place-not-excluded", Subject.NOTE, ExcludedPlaces, place_not_excluded, about=Meeting),
    Check("modality-billable", Subject.NOTE, BillableModalities, modality_billable, about=Meeting),
    Check("kind-not-billed", Subject.NOTE, UnbilledKinds, kind_not_billed, about=Meeting),
    Check("group-size", Subject.NOTE, GroupSize, group_size),
    Check("no-overlap", Subject.NOTE, NoParameters, no_overlap),
)
