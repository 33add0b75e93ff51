"""The states of a signed record on its way to the EHR, and every way from one to another.

:data:`TRANSITIONS` is the whole truth: the worker goes no way that is not in it, and docs/outbox.md
shows the same table.
"""

from __future__ import annotations

from enum import StrEnum


class OutboxState(StrEnum):
    """Where a signed record stands."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FILED = "filed"
    REFUSED = "refused"
    WAITING_FOR_SIGN_IN = "waiting-for-sign-in"
    TO_BE_COPIED = "to-be-copied"
    COPIED_BY_HAND = "copied-by-hand"
    RETRACTED = "retracted"


MEANINGS: dict[OutboxState, str] = {
    OutboxState.QUEUED: "signed and kept; the EHR does not hold it",
    OutboxState.SENDING: "a worker is sending it, or died while it did",
    OutboxState.UNKNOWN: "it was sent and the answer was lost; the EHR may hold it or not",
    OutboxState.SENT: "the EHR said that it took it; not yet proven",
    OutboxState.FILED: "read back from the EHR and found to be what was signed",
    OutboxState.REFUSED: "it goes no further without a person",
    OutboxState.WAITING_FOR_SIGN_IN: "it goes on when the person who signed it signs in again",
    OutboxState.TO_BE_COPIED: "the EHR takes no notes from us; a person must copy or print it",
    OutboxState.COPIED_BY_HAND: "a person says to have copied it; nothing proves it",
    OutboxState.RETRACTED: "it was retracted: marked as entered in error, or never sent",
}

_S = OutboxState
TRANSITIONS: dict[tuple[OutboxState, OutboxState], str] = {
    (_S.QUEUED, _S.SENDING): "a worker writes down that it is about to send",
    (_S.QUEUED, _S.WAITING_FOR_SIGN_IN): "nobody who may send it is signed in",
    (_S.QUEUED, _S.TO_BE_COPIED): "copy and print is the only rung left",
    (_S.QUEUED, _S.REFUSED): "it cannot be written as this EHR wants it",
    (_S.QUEUED, _S.RETRACTED): "it was retracted before it was sent",
    (_S.SENDING, _S.SENT): "the server answered that it took it, and under which reference",
    (_S.SENDING, _S.UNKNOWN): "the answer was lost or unclear, the server failed, or the worker died",
    (_S.SENDING, _S.QUEUED): "nothing was sent, the server asked to wait, or the next rung is tried",
    (_S.SENDING, _S.WAITING_FOR_SIGN_IN): "the token is no longer accepted",
    (_S.SENDING, _S.REFUSED): "the server refused it, or it failed too often",
    (_S.UNKNOWN, _S.UNKNOWN): "the search failed; it is searched again later",
    (_S.UNKNOWN, _S.SENT): "a search found it in the EHR",
    (_S.UNKNOWN, _S.QUEUED): "a search did not find it in the EHR",
    (_S.UNKNOWN, _S.WAITING_FOR_SIGN_IN): "the token is no longer accepted",
    (_S.UNKNOWN, _S.REFUSED): "it cannot be found out, or the EHR holds it more than once",
    (_S.UNKNOWN, _S.RETRACTED): "it was retracted meanwhile, and a search did not find it in the EHR",
    (
        _S.SENT,
        _S.SENT,
    ): "it could not be read back; it is read again later, or never where the EHR does not allow it",
    (_S.SENT, _S.FILED): "what was read back is what was signed",
    (_S.SENT, _S.WAITING_FOR_SIGN_IN): "the token is no longer accepted",
    (_S.SENT, _S.REFUSED): "what the EHR holds is not what was signed, is there twice, or is gone",
    (_S.SENT, _S.RETRACTED): "its retraction was filed",
    (_S.FILED, _S.FILED): "it had to be sent again; one more look was taken whether it is there once",
    (_S.FILED, _S.REFUSED): "that look found it more than once",
    (_S.FILED, _S.RETRACTED): "its retraction was filed",
    (_S.WAITING_FOR_SIGN_IN, _S.QUEUED): "the person signed in; it was never sent",
    (_S.WAITING_FOR_SIGN_IN, _S.UNKNOWN): "the person signed in; it may have been sent",
    (_S.WAITING_FOR_SIGN_IN, _S.SENT): "the person signed in; it was sent",
    (_S.WAITING_FOR_SIGN_IN, _S.RETRACTED): "it was retracted, and the EHR does not hold it or marked it",
    (_S.REFUSED, _S.QUEUED): "a person asked to try again; the EHR does not hold it",
    (_S.REFUSED, _S.UNKNOWN): "a person asked to try again; the EHR may hold it",
    (_S.REFUSED, _S.SENT): "a person asked to check again",
    (_S.REFUSED, _S.TO_BE_COPIED): "a person chose to copy it by hand",
    (_S.REFUSED, _S.RETRACTED): "it was retracted, and the EHR does not hold it or marked it",
    (_S.TO_BE_COPIED, _S.COPIED_BY_HAND): "a person says to have copied it",
    (_S.TO_BE_COPIED, _S.QUEUED): "a person asked to send it after all",
    (_S.TO_BE_COPIED, _S.RETRACTED): "it was retracted before it was copied",
    (_S.COPIED_BY_HAND, _S.RETRACTED): "a person says to have retracted it in the EHR",
}
"""(from, to) -> when."""

AT_WORK = frozenset({_S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.SENT})
"""States in which a worker has something to do."""
