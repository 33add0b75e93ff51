"""What a note must hold, who writes it, and when."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field

from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import NO_END, NO_START, unread
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.figures import EntryHours, LateEntry
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.timeliness import (
    billable_through,
    due_without_note,
    entry_limit,
    on_time_until,
    speaks_of,
)
from pss_fhir.compliance.words import counted, day_words, listed, moment_words, span_words
from pss_fhir.domain.chart import ChartPart


class Elements(Parameters):
    """Parts that a note must hold, by the names of ``NoteDraft``."""

    needed: tuple[str, ...] = Field(min_length=1)


_WORDS: dict[str, tuple[str, Callable[[NoteFacts], bool]]] = {
    "started_at": ("the start", lambda facts: facts.started_at is not None),
    "ended_at": ("the end", lambda facts: facts.ended_at is not None),
    "modality": ("how you met", lambda facts: facts.contact.modality is not None),
    "place": ("the place", lambda facts: facts.place is not None),
    "goals": ("a goal", lambda facts: bool(facts.draft.goals)),
    "purpose": ("the purpose", lambda facts: bool(facts.draft.purpose.strip())),
    "intervention_text": ("what you did", lambda facts: bool(facts.draft.intervention_text.strip())),
    "response": ("how the person responded", lambda facts: bool(facts.draft.response.strip())),
}

_TIMES_WRITTEN = met("Start and end are written down.")
_NOTES_UNREAD = does_not_apply("The notes were not read; rule rec-001 speaks of that.")


def elements_present(facts: NoteFacts, elements: Elements) -> Outcome:
    """The note is there once its time is over, and holds every part that the records manual asks for."""
    if facts.lacks_note:
        if not facts.chart.knows(ChartPart.NOTES):
            return unread(ChartPart.NOTES)
        until = due_without_note(facts)
        if until is not None and facts.chart.as_of <= until:
            return does_not_apply(f"No note is on record; one is on time until {moment_words(until)}.")
        return broken("No note is on record for this visit.")
    lacking = [name for name in elements.needed if not _WORDS[name][1](facts)]
    if lacking:
        return broken(
            f"Still to write: {listed(_WORDS[name][0] for name in lacking)}.",
            fields=tuple(lacking),
            arithmetic=f"{len(elements.needed) - len(lacking)} of {len(elements.needed)} parts are there",
        )
    count = len(elements.needed)
    return met("Every part is there.", arithmetic=lambda: f"{count} of {count} parts")


def start_and_end(facts: NoteFacts, _: NoParameters) -> Outcome:
    """Start and end of the visit are written down."""
    times = facts if facts.is_recorded else facts.draft
    started_at, ended_at = times.started_at, times.ended_at
    if started_at is None or ended_at is None:
        lacking = [name for name in ("started_at", "ended_at") if not _WORDS[name][1](facts)]
        return broken(
            f"Still to write: {listed(_WORDS[name][0] for name in lacking)} of the visit.",
            fields=tuple(lacking),
        )
    if ended_at <= started_at:
        return broken("The end is not after the start.", fields=("started_at", "ended_at"))
    return _TIMES_WRITTEN


def signer_gave_service(facts: NoteFacts, _: NoParameters) -> Outcome:
    """The note is written and signed by the person who gave the service."""
    if facts.lacks_note:
        return does_not_apply("No note is on record; rule rec-001 speaks of that.")
    author = facts.draft.author_ref
    recorded = [facts.contact.specialist_ref] if facts.is_recorded else _recorded_for(facts)
    others = [ref for ref in recorded if ref is not None and ref != author]
    if others:
        return broken(
            "The visit is recorded for another specialist than the one who writes this note.",
            records=(*others, author),
        )
    if facts.is_recorded and facts.contact.specialist_ref is None:
        return cannot_tell("The visit's record does not say who gave the service.", records=(author,))
    specialist = facts.chart.chart.specialist
    if not facts.is_recorded and specialist is not None and specialist.ref != author:
        return broken(
            "The person signed in is not the one who began this note.", records=(specialist.ref, author)
        )
    return met("Whoever gave the service writes the note.", records=(author,))


def _recorded_for(facts: NoteFacts) -> list[str | None]:
    ref = facts.draft.encounter_ref
    return [one.specialist_ref for one in facts.chart.chart.contacts if ref is not None and one.ref == ref]


def written_in_time(facts: NoteFacts, hours: EntryHours) -> Outcome:
    """The note is signed within the time the records manual gives."""
    if facts.day is None:
        return NO_START
    if facts.lacks_note and not facts.chart.knows(ChartPart.NOTES):
        return _NOTES_UNREAD
    if not speaks_of(hours, facts):
        return does_not_apply("Another time limit holds for this place.")
    limit = entry_limit(facts, hours)
    if limit is None:
        return NO_END
    entered_at = facts.entered_at
    if entered_at <= limit:
        return met(
            lambda: f"On time until {moment_words(limit)}.",
            arithmetic=lambda: f"entered {moment_words(entered_at)}",
        )
    return broken(
        f"The time for this note ran until {moment_words(limit)}; "
        + (f"it was signed {moment_words(entered_at)}." if facts.signed else "it is a late entry now."),
        fields=("started_at", "ended_at"),
        arithmetic=f"{span_words(entered_at - limit)} after the time had run out",
    )


def late_entry_marked(facts: NoteFacts, _: NoParameters) -> Outcome:
    """A note signed after its time is marked as a late entry."""
    if facts.signed is None:
        return does_not_apply("The note is not signed yet; the mark is set when it is.")
    limit = on_time_until(facts)
    if limit is None:
        return cannot_tell("No time limit for notes is known for that day, or the visit has no end.")
    if facts.entered_at <= limit:
        return does_not_apply("The note was signed in time.")
    if facts.signed.is_late_entry:
        return met("The note was signed late and is marked as a late entry.")
    return broken("The note was signed late and is not marked as a late entry.")


def entered_in_billable_time(facts: NoteFacts, limit: LateEntry) -> Outcome:
    """The note is entered while the visit can still be billed."""
    day, entered_on = facts.day, facts.entered_on
    if day is None:
        return NO_START
    if facts.lacks_note and not facts.chart.knows(ChartPart.NOTES):
        return _NOTES_UNREAD
    last = billable_through(facts, limit.business_days)
    if last is None:
        return cannot_tell(f"The state's holidays around {day_words(day)} are not in the table.")

    def arithmetic() -> str:
        days = facts.chart.policies.calendar.between(day, entered_on)
        return (
            f"{counted(limit.business_days, 'business day')} after {day_words(day)} is {day_words(last)}; "
            f"entered {day_words(entered_on)}" + (f", business day {days}" if days is not None else "")
        )

    if entered_on > last:
        return broken(
            f"A note for {day_words(day)} can be billed when it is entered by {day_words(last)}; "
            f"it {'was' if facts.signed else 'is'} entered on {day_words(entered_on)}.",
            fields=("started_at", "is_billed"),
            arithmetic=arithmetic(),
        )
    return met(
        lambda: f"The note can be billed when it is entered by {day_words(last)}.", arithmetic=arithmetic
    )


def signature_complete(facts: NoteFacts, _: NoParameters) -> Outcome:
    """The signature shows name, credential and its own day, neither before the visit nor in the future."""
    signature = facts.signature
    if signature is None:
        return does_not_apply("The note is not signed yet.")
    records = (signature.signer_ref,)
    if signature.credential is None:
        return broken("The signature shows no credential.", records=records)
    end = facts.ended_at or facts.started_at
    if end is not None and facts.entered_at < end:
        return broken(
            "The signature is dated before the visit ended.",
            records=records,
            arithmetic=f"visit to {moment_words(end)}, signed {moment_words(facts.entered_at)}",
        )
    if facts.entered_at > facts.chart.as_of:
        return broken("The signature is dated in the future.", records=records)
    return met("The signature shows name, credential and day.", records=records)


CHECKS = (
    Check("elements-present", Subject.NOTE, Elements, elements_present),
    Check("start-and-end", Subject.NOTE, NoParameters, start_and_end),
    Check("signer-gave-service", Subject.NOTE, NoParameters, signer_gave_service),
    Check("written-in-time", Subject.NOTE, EntryHours, written_in_time),
    Check("late-entry-marked", Subject.NOTE, NoParameters, late_entry_marked),
    Check("entered-in-billable-time", Subject.NOTE, LateEntry, entered_in_billable_time),
    Check("signature-complete", Subject.NOTE, NoParameters, signature_complete),
)
