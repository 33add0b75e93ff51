"""The note form as the browser sends it, read into a draft.

Whatever was typed goes into the draft; what cannot be read is named beside its field and the draft
keeps what it had there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.contact import AudioOnlyReason, ContactKind, Modality, Place, Remote
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import AT_A_DISTANCE, GoalProgress, NoteDraft, Progress
from pss_fhir.issues import Issue, make_issue

_Choice = TypeVar("_Choice", bound=StrEnum)
_KEPT = {"\n", "\t"}
_LINE_BREAKS = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n"}
_YEARS = range(1900, 2200)
_TEXTS = ("place_name", "purpose", "intervention_text", "response", "next_step")


Sent = MultiDict[str, str]
"""A form as it was sent."""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form as read.

    Attributes:
        draft: with everything that could be read.
        problems: what could not; ``path`` is the draft's field.
    """

    draft: NoteDraft
    problems: tuple[Issue, ...]


def read_form(sent: Sent, before: NoteDraft, goals: Mapping[str, str], *, today: date) -> ReadForm:
    """The draft with what was sent put over what it held.

    Args:
        sent: the form.
        before: the draft as it was stored.
        goals: reference and words of the goals that may be chosen; one that the draft already holds may stay.
        today: the day that the form shows while there is no start.
    """
    problems: list[Issue] = []
    started_at, ended_at = _read_times(sent, before, today, problems)
    modality = _choice(sent, "modality", Modality, problems)
    changes: dict[str, object] = {
        "kind": _choice(sent, "kind", ContactKind, problems) or before.kind,
        "is_billed": "is_billed" in sent,
        "modality": modality,
        "remote": _read_remote(sent, modality, before, problems),
        "place": _choice(sent, "place", Place, problems),
        "started_at": started_at,
        "ended_at": ended_at,
        "goals": _read_goals(sent, before, goals),
        "interventions": _read_interventions(sent, problems),
        **{name: cleaned(sent.get(name, "")) for name in _TEXTS},
    }
    draft = NoteDraft.model_validate({**_fields_of(before), **changes})
    return ReadForm(draft, tuple(problems))


def cleaned(text: str) -> str:
    """Typed text with one kind of line break and without control characters, which FHIR cannot hold."""
    for found, kept in _LINE_BREAKS.items():
        text = text.replace(found, kept)
    return "".join(
        letter if letter in _KEPT or not (letter < " " or letter == "\x7f") else " " for letter in text
    )


def with_clock(draft: NoteDraft, action: str, now: datetime) -> NoteDraft:
    """The draft after "Start visit" or "End visit" was pressed, to the minute that a watch shows."""
    minute = now.astimezone(NEW_YORK).replace(second=0, microsecond=0)
    times = {"started_at": minute, "ended_at": None} if action == "start" else {"ended_at": minute}
    return NoteDraft.model_validate({**_fields_of(draft), **times})


def _fields_of(draft: NoteDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in NoteDraft.model_fields}


def _choice(sent: Sent, field: str, kind: type[_Choice], problems: list[Issue]) -> _Choice | None:
    value = sent.get(field, "")
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        problems.append(make_issue("app.choice-unknown", path=field))
        return None


def _read_remote(
    sent: Sent, modality: Modality | None, before: NoteDraft, problems: list[Issue]
) -> Remote | None:
    """What was written about a contact at a distance; kept as it was while people met otherwise."""
    if modality not in AT_A_DISTANCE:
        return before.remote
    is_by_voice = modality is Modality.TELEPHONE
    found: dict[str, object] = {
        "has_agreed": True if "has_agreed" in sent else None,
        "specialist_place": _choice(sent, "specialist_place", Place, problems),
        "audio_only_reason": (
            _choice(sent, "audio_only_reason", AudioOnlyReason, problems) if is_by_voice else None
        ),
        "failure": cleaned(sent.get("failure", "")).strip() or None,
    }
    return Remote.model_validate(found) if any(value is not None for value in found.values()) else None


def _read_interventions(sent: Sent, problems: list[Issue]) -> tuple[Intervention, ...]:
    chosen = set(sent.getlist("interventions"))
    if chosen - {known.value for known in Intervention}:
        problems.append(make_issue("app.choice-unknown", path="interventions"))
    return tuple(known for known in Intervention if known.value in chosen)


def _read_goals(sent: Sent, before: NoteDraft, goals: Mapping[str, str]) -> tuple[GoalProgress, ...]:
    held = {goal.goal_ref: goal for goal in before.goals}
    words = {ref: goal.words for ref, goal in held.items()} | dict(goals)
    chosen: dict[str, GoalProgress] = {}
    for ref in sent.getlist("goals"):
        if not words.get(ref, "").strip():
            continue
        said = sent.get(f"progress-{ref}", "")
        chosen[ref] = GoalProgress(
            goal_ref=ref,
            words=words[ref],
            progress=Progress(said) if said in {known.value for known in Progress} else None,
            comment=held[ref].comment if ref in held else None,
        )
    return tuple(chosen.values())


def _read_times(
    sent: Sent, before: NoteDraft, today: date, problems: list[Issue]
) -> tuple[datetime | None, datetime | None]:
    day = _read_day(sent.get("service_on", ""), problems)
    start, end = (_read_time(sent.get(name, ""), name, problems) for name in ("started_at", "ended_at"))
    if any(issue.path in {"started_at", "ended_at"} for issue in problems):
        return before.started_at, before.ended_at
    if day is None or (start is None and end is None):
        if day != today and day is not None:
            problems.append(make_issue("app.day-without-start", path="started_at"))
        return None, None
    if start is None:
        problems.append(make_issue("app.end-without-start", path="started_at"))
        return None, None
    started_at = _moment(day, start, "started_at", before.started_at, problems)
    if end is None or started_at is None:
        return started_at, None
    end_day = day + timedelta(days=1) if "ends_next_day" in sent else day
    ended_at = _moment(end_day, end, "ended_at", before.ended_at, problems)
    if ended_at is not None and ended_at.timestamp() <= started_at.timestamp():
        later = ended_at.replace(fold=1)  # the second time that hour came, when the clocks went back
        return started_at, later if later.timestamp() > started_at.timestamp() else ended_at
    return started_at, ended_at


def _read_day(text: str, problems: list[Issue]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Browsers send a year while it is still being typed: 0002, 0020, 0202.
    if day is None or day.year not in _YEARS:
        problems.append(make_issue("app.day-unreadable", path="started_at"))
        return None
    return day


def _read_time(text: str, field: str, problems: list[Issue]) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        problems.append(make_issue("app.time-unreadable", path=field))
        return None


def _moment(
    day: date, clock: time, field: str, before: datetime | None, problems: list[Issue]
) -> datetime | None:
    """The moment of a wall-clock time; the one held before where it reads the same on the wall."""
    local = datetime.combine(day, clock, tzinfo=NEW_YORK)
    held = before.astimezone(NEW_YORK) if before else None
    if held is not None and held.replace(second=0, microsecond=0, fold=0) == local:
        return held
    if datetime.fromtimestamp(local.timestamp(), NEW_YORK).time() != clock:
        problems.append(make_issue("app.time-skipped", path=field))
        return None
    return local
