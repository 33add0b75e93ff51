"""Where a signed record stands, told truthfully: "filed" only after the EHR gave it back.

What a state means at an EHR is said by the outbox (``Filing.words``); here stand the headline, a tag
for lists, and what the person does next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pss_fhir.outbox import Filing, OutboxState
from smart_app.present.words import moment_words

_ONCE = "Do not write it a second time."


@dataclass(frozen=True, slots=True)
class StateWords:
    """One state in words.

    Attributes:
        tag: a few words for lists.
        weight: good, info, warn, bad or quiet.
        headline: what is so.
        next_steps: what the person does, or need not do.
        is_moving: whether it can change by itself within a minute.
        can_try: whether trying again now can help.
        must_be_copied: whether a person has to bring the note into the EHR.
    """

    tag: str
    weight: str
    headline: str
    next_steps: tuple[str, ...] = ()
    is_moving: bool = False
    can_try: bool = False
    must_be_copied: bool = False


_WORDS = {
    OutboxState.QUEUED: StateWords(
        "Not in the EHR yet",
        "info",
        "Signed. Not in the EHR yet.",
        ("It goes there by itself. You do not have to wait here.", _ONCE),
        is_moving=True,
        can_try=True,
    ),
    OutboxState.SENDING: StateWords(
        "Being sent",
        "info",
        "It is being sent.",
        ("You do not have to wait here.", _ONCE),
        is_moving=True,
        can_try=True,
    ),
    OutboxState.SENT: StateWords(
        "Sent, not checked yet",
        "info",
        "Sent. Not checked yet.",
        (
            'The app says "filed" only after it has read the note back.',
            "If this does not change, look for the note in the chart yourself: some EHRs let no app read.",
        ),
        is_moving=True,
        can_try=True,
    ),
    OutboxState.UNKNOWN: StateWords(
        "Not known if it arrived",
        "warn",
        "We do not know yet if it arrived.",
        ("Before the app sends it again, it looks for it in the EHR. So it will not be there twice.",),
        is_moving=True,
        can_try=True,
    ),
    OutboxState.FILED: StateWords("Filed", "good", "Filed"),
    OutboxState.REFUSED: StateWords(
        "Not filed",
        "bad",
        "It is not filed.",  # not "not there": the EHR may hold it twice, or other than it was signed
        ("The note is signed and safe in this app. Tell your administrator the code below.",),
        can_try=True,
    ),
    OutboxState.WAITING_FOR_SIGN_IN: StateWords(
        "Waits for you to sign in",
        "warn",
        "Signed. Waiting for you to sign in again.",
        ("Sign in for the same person, from the EHR or here.", _ONCE),
    ),
    OutboxState.TO_BE_COPIED: StateWords(
        "To be copied by hand",
        "warn",
        "Signed. Now copy it into the chart.",
        must_be_copied=True,
    ),
    OutboxState.COPIED_BY_HAND: StateWords("Copied by hand", "good", "Copied by hand"),
    OutboxState.RETRACTED: StateWords(
        "Entered in error",
        "quiet",
        "Entered in error",
        ("It stays in the record, marked. It no longer counts, and its units do not count.",),
    ),
}


def state_words(state: OutboxState) -> StateWords:
    """What a state means to the person who signed; every state has its words, as a test proves."""
    return _WORDS[state]


def signed_at(filing: Filing) -> datetime:
    """When the record was signed and entered the outbox."""
    return filing.history[0].at


def show_history(filing: Filing, now: datetime) -> tuple[tuple[str, str], ...]:
    """Each step: when, and what; with the server's short answer where there was one."""
    return tuple(
        (
            moment_words(step.at, now),
            f"{_WORDS[OutboxState(step.to_state)].tag} ({step.answer})"
            if step.answer
            else _WORDS[OutboxState(step.to_state)].tag,
        )
        for step in filing.history
    )
