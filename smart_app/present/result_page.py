"""A signed note and the truth about where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pss_fhir.domain.note import Addendum
from pss_fhir.outbox import Filing, OutboxState
from pss_fhir.store import RecordKind
from pss_fhir.workflows.file_note import FiledNote, Sequel
from pss_fhir.workflows.read_chart import ChartView
from smart_app.note_address import note_path
from smart_app.present.filings import show_history, signed_at, state_words
from smart_app.present.words import moment_words


@dataclass(frozen=True, slots=True)
class MarkWords:
    """A mark on a note, such as "Late entry"."""

    words: str
    weight: str


@dataclass(frozen=True, slots=True)
class AddendumWords:
    """An addition to a signed note."""

    when: str
    by: str
    text: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class SequelWords:
    """An addition or a taking back that was signed here, where it stands, and what to do about it.

    Attributes:
        record_id: stands for it in addresses.
        text: of an addition; None for a taking back.
        confirm_words: what the person says once it was brought into the EHR by hand; None while
            there is nothing to bring.
    """

    record_id: UUID
    title: str
    words: str
    tag: str
    weight: str
    text: str | None
    can_try: bool
    confirm_words: str | None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the result page shows.

    Attributes:
        state: the outbox's state, watched while it moves.
        code: of why it waits or was refused.
    """

    note_id: UUID
    state: str
    weight: str
    headline: str
    lines: tuple[str, ...]
    is_moving: bool
    code: str | None
    can_try: bool
    try_words: str
    can_copy: bool
    sign_in_href: str | None
    text: str
    marks: tuple[MarkWords, ...]
    addenda: tuple[AddendumWords, ...]
    sequels: tuple[SequelWords, ...]
    facts: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str], ...]
    can_add: bool
    can_retract: bool


def show_result(filed: FiledNote, view: ChartView | None, *, sign_in_href: str, now: datetime) -> ResultPage:
    """The page of a signed note.

    Args:
        filed: the note, its filing and its text.
        view: the chart, for what was added elsewhere; None while it cannot be read.
        sign_in_href: where a new sign-in begins.
        now: the present moment.
    """
    filing, note = filed.filing, filed.note
    words = state_words(filing.state)
    is_settled = filing.state in {OutboxState.FILED, OutboxState.COPIED_BY_HAND}
    settled_at = filing.filed_at or filing.history[-1].at
    known = {sequel.filing.note_identifier for sequel in filed.sequels}
    is_taken_back = any(sequel.filing.kind is RecordKind.RETRACTION for sequel in filed.sequels)
    return ResultPage(
        note_id=note_path(note.note_identifier),
        state=filing.state.value,
        weight=words.weight,
        headline=f"{words.headline}, {moment_words(settled_at, now)}" if is_settled else words.headline,
        lines=(filing.words, *words.next_steps, *_next_try(filing, now)),
        is_moving=words.is_moving,
        code=filing.problem.code if filing.problem else None,
        can_try=words.can_try,
        try_words="Try again now" if filing.attempts else "Send it now",
        can_copy=words.must_be_copied,
        sign_in_href=sign_in_href if filing.state is OutboxState.WAITING_FOR_SIGN_IN else None,
        text=filed.text,
        marks=(MarkWords("Late entry", "warn"),) if note.is_late_entry else (),
        addenda=tuple(
            _addendum(addendum, now)
            for addendum in (view.chart.addenda if view else ())
            if addendum.note_identifier == note.note_identifier and addendum.addendum_identifier not in known
        ),
        sequels=tuple(_sequel(sequel, now) for sequel in filed.sequels),
        facts=(
            ("Signed by", _signed_by(filed)),
            ("Signed", moment_words(note.signature.signed_at, now)),
            ("Way into the EHR", filing.rung.words),
            ("Where", filing.ref or "No place in the EHR is known"),
            ("Times it was sent", str(filing.attempts)),
        ),
        history=show_history(filing, now),
        can_add=is_settled or filing.state is OutboxState.SENT,
        can_retract=filing.state is not OutboxState.RETRACTED and not is_taken_back,
    )


def _sequel(sequel: Sequel, now: datetime) -> SequelWords:
    filing = sequel.filing
    words = state_words(filing.state)
    is_retraction = filing.kind is RecordKind.RETRACTION
    by_hand = "It is marked in the EHR" if is_retraction else "I filed it"
    return SequelWords(
        record_id=note_path(filing.note_identifier),
        title=f"{'Taken back' if is_retraction else 'Addition'}, {moment_words(signed_at(filing), now)}",
        words=filing.words,
        tag=words.tag,
        weight=words.weight,
        text=sequel.text,
        can_try=words.can_try,
        confirm_words=by_hand if words.must_be_copied else None,
    )


def _next_try(filing: Filing, now: datetime) -> tuple[str, ...]:
    """When the app goes on by itself; a wish to go on now may have to wait until then."""
    if filing.next_at is None or filing.next_at <= now or not state_words(filing.state).is_moving:
        return ()
    return (f"The app takes it up again at {moment_words(filing.next_at, now)}.",)


def _signed_by(filed: FiledNote) -> str:
    signature = filed.note.signature
    return (
        f"{signature.signer_name}, {signature.credential}" if signature.credential else signature.signer_name
    )


def _addendum(addendum: Addendum, now: datetime) -> AddendumWords:
    return AddendumWords(
        when=moment_words(addendum.written_at, now),
        by=addendum.signature.signer_name,
        text=addendum.text,
        reason=addendum.reason,
    )
