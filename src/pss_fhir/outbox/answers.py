"""What each answer of a server means for a record, as rules without any effect of their own.

Two questions decide: does the server certainly not hold the record (then it may be sent again), and
would the same request get the same answer (then a person or the next rung is needed).
"""

from __future__ import annotations

from datetime import timedelta

from pss_fhir.client import Written
from pss_fhir.errors import (
    AuthRequired,
    Conflict,
    FhirHttpError,
    Forbidden,
    Gone,
    MultipleMatches,
    NotAllowed,
    NotFound,
    RateLimited,
    RemoteError,
    ServerFault,
    SmartError,
    Unreachable,
    VersionConflict,
)
from pss_fhir.issues import make_issue
from pss_fhir.outbox.moves import Move, Situation
from pss_fhir.outbox.profiles import Meaning, SiteProfile
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.states import OutboxState
from pss_fhir.store.outbox_rows import RowChange

NOTHING_WAS_SENT = frozenset({"client.not-connected", "client.tls", "client.elsewhere"})
"""Codes of failures after which the server has certainly seen nothing."""

_NOT_IMPLEMENTED = 501
_A_DAY = timedelta(days=1)

Failure = RemoteError | SmartError
"""What can go wrong between us and the server; of the second kind nothing was sent."""


def in_short(failure: Failure) -> str:
    """A failure for the history: the status, or the code where no answer came."""
    return str(failure.status) if isinstance(failure, FhirHttpError) else failure.code


def after_success(situation: Situation, written: Written, *, is_change: bool) -> Move:
    """The server says that it took the record, or the change of one."""
    was_there = not (written.was_created or is_change)
    answer = f"{written.status}{', it was there already' if was_there else ''}"
    if written.ref is None:
        # No Location and no body: only a search can tell under which reference.
        return Move(OutboxState.UNKNOWN, f"{answer}, no reference", RowChange(next_at=situation.now))
    changes = RowChange(ref=written.ref, next_at=situation.now, failures=0, problem=None)
    return Move(OutboxState.SENT, answer, changes)


def after_failed_send(situation: Situation, failure: Failure, profile: SiteProfile) -> Move:
    """A send failed; every move to another state than UNKNOWN says that the server holds nothing of it."""
    answer = in_short(failure)
    meaning = _meaning(failure, profile)
    if _may_be_there(failure, meaning):
        problem = make_issue("outbox.answer-lost", answer=answer)
        waits = situation.patience.settle
        if isinstance(failure, ServerFault) and failure.retry_after_seconds is not None:
            waits = max(waits, situation.patience.asked_for(failure.retry_after_seconds))
        # From the second time on the pause before the search grows too.
        pause = (
            waits
            if situation.failures == 1
            else max(waits, situation.patience.pause_after(situation.failures))
        )
        changes = RowChange(next_at=situation.now + pause, failures=situation.failures, problem=problem)
        return Move(OutboxState.UNKNOWN, answer, changes)
    move = _after_nothing_stored(situation, failure, meaning)
    return Move(move.state, move.answer, RowChange(**{**move.changes, "may_exist": False}))


def after_failed_search(situation: Situation, failure: Failure) -> Move:
    """It could not be found out whether the server holds the record."""
    answer = f"search: {in_short(failure)}"
    if isinstance(failure, SmartError | AuthRequired):
        return sign_in_needed(situation, answer)
    if isinstance(failure, Forbidden | NotAllowed | NotFound):
        return situation.for_person(OutboxState.REFUSED, answer, make_issue("outbox.cannot-look"))
    if situation.is_patience_over:
        return situation.for_person(OutboxState.REFUSED, answer, make_issue("outbox.not-known"))
    problem = make_issue("outbox.answer-lost", answer=in_short(failure))
    return situation.later(OutboxState.UNKNOWN, answer, problem, at_least=_asked(situation, failure))


def after_failed_reading(situation: Situation, failure: Failure, ref: str) -> Move:
    """What was sent could not be read back."""
    answer = f"read: {in_short(failure)}"
    if isinstance(failure, SmartError | AuthRequired):
        return sign_in_needed(situation, answer)
    if isinstance(failure, Forbidden | NotAllowed):
        return situation.for_person(OutboxState.SENT, answer, make_issue("outbox.no-read-back", ref=ref))
    is_gone = isinstance(failure, NotFound | Gone)
    if is_gone and situation.failures >= situation.patience.most_readings:
        return situation.for_person(OutboxState.REFUSED, answer, make_issue("outbox.vanished", ref=ref))
    if situation.is_patience_over:
        return situation.for_person(OutboxState.SENT, answer, make_issue("outbox.no-read-back", ref=ref))
    problem = make_issue("outbox.not-proven-yet", ref=ref)
    return situation.later(OutboxState.SENT, answer, problem, at_least=_asked(situation, failure))


def after_failed_recheck(situation: Situation, failure: Failure) -> Move:
    """The one more look failed; the note stays filed, and is looked at again later, but not for ever."""
    answer = f"search: {in_short(failure)}"
    if situation.is_patience_over:
        return Move(OutboxState.FILED, answer, RowChange(next_at=None))
    next_at = situation.now + situation.patience.recheck
    return Move(OutboxState.FILED, answer, RowChange(next_at=next_at, failures=situation.failures))


def sign_in_needed(situation: Situation, answer: str) -> Move:
    """Wait until the person who signed signs in again."""
    return situation.for_person(OutboxState.WAITING_FOR_SIGN_IN, answer, make_issue("outbox.sign-in-needed"))


def _may_be_there(failure: Failure, meaning: Meaning | None) -> bool:
    """Whether the server may hold the record after this failure, sent now or before."""
    if meaning is Meaning.DUPLICATE:
        return True
    if isinstance(failure, SmartError) or failure.code in NOTHING_WAS_SENT:
        return False
    if isinstance(failure, FhirHttpError):
        is_unclear = isinstance(failure, ServerFault) and failure.status != _NOT_IMPLEMENTED
        return is_unclear or isinstance(failure, Conflict | MultipleMatches)
    return True


def _meaning(failure: Failure, profile: SiteProfile) -> Meaning | None:
    if not isinstance(failure, FhirHttpError):
        return None
    if "duplicate" in failure.said:
        return Meaning.DUPLICATE
    return next((profile.meanings[code] for code in sorted(failure.said) if code in profile.meanings), None)


def _after_nothing_stored(situation: Situation, failure: Failure, meaning: Meaning | None) -> Move:
    answer = in_short(failure)
    if isinstance(failure, SmartError | AuthRequired):
        return sign_in_needed(situation, answer)
    if isinstance(failure, RateLimited):
        pause = situation.patience.asked_for(failure.retry_after_seconds)
        changes = RowChange(next_at=situation.now + pause, problem=make_issue("outbox.busy"))
        return Move(OutboxState.QUEUED, answer, changes)
    if isinstance(failure, Unreachable | VersionConflict) or meaning is Meaning.TOMORROW:
        if situation.is_patience_over:
            return situation.for_person(OutboxState.REFUSED, answer, make_issue("outbox.gave-up"))
        at_least = _A_DAY if meaning is Meaning.TOMORROW else None
        problem = make_issue("outbox.not-reached", answer=answer)
        return situation.later(OutboxState.QUEUED, answer, problem, at_least=at_least)
    if meaning is Meaning.PERMISSION or (isinstance(failure, Forbidden) and meaning is None):
        return situation.for_person(
            OutboxState.REFUSED, answer, make_issue("outbox.not-allowed", answer=answer)
        )
    if meaning is Meaning.SETUP:
        return situation.for_person(
            OutboxState.REFUSED, answer, make_issue("outbox.site-setup", answer=answer)
        )
    if len(situation.row.plan) > 1 and _is_refused_as_such(failure, situation.row.rung):
        changes = RowChange(
            plan=situation.row.plan[1:],
            resource=None,
            next_at=situation.now,
            failures=0,
            problem=make_issue("outbox.rung-refused", rung=situation.row.rung, answer=answer),
        )
        return Move(OutboxState.QUEUED, f"{answer}, next rung", changes)
    problem = make_issue("outbox.not-taken", answer=answer, said=_said(failure))
    return situation.for_person(OutboxState.REFUSED, answer, problem)


def _is_refused_as_such(failure: Failure, rung: str) -> bool:
    """Whether the server refuses this way of writing, not this note."""
    if not isinstance(failure, FhirHttpError):
        return False
    if isinstance(failure, NotAllowed | NotFound | Gone) or failure.status == _NOT_IMPLEMENTED:
        return True
    if "not-supported" in failure.said:
        return True
    return rung == Rung.DOCUMENT_ENCOUNTER and any(
        "encounter" in (issue.path or "") for issue in failure.issues
    )


def _said(failure: Failure) -> str:
    """The server's codes as the tail of a sentence."""
    codes = sorted(failure.said) if isinstance(failure, FhirHttpError) else []
    return f", its reasons: {', '.join(codes)}" if codes else ""


def _asked(situation: Situation, failure: Failure) -> timedelta | None:
    seconds = failure.retry_after_seconds if isinstance(failure, FhirHttpError) else None
    return None if seconds is None else situation.patience.asked_for(seconds)
