"""The note form as its template shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from markupsafe import Markup

from pss_fhir.clock import NEW_YORK, local_date
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import ContactKind, Remote
from pss_fhir.domain.note import GoalProgress, NoteDraft
from pss_fhir.domain.plan import Goal
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.check_draft import VisitUnits
from smart_app.present.choices import Choice, ChoiceGroup, show_choices
from smart_app.present.rules import RuleItem, RulesPanel
from smart_app.present.units import units_words
from smart_app.present.words import (
    AUDIO_ONLY_REASONS,
    INTERVENTION_GROUPS,
    INTERVENTIONS,
    KINDS,
    MODALITIES,
    PLACES,
    PROGRESS,
    clock_words,
    day_words,
    moment_words,
)

_Choice = TypeVar("_Choice", bound=StrEnum)
_NOT_SAID = Remote.model_construct()
"""What a contact at a distance shows while nothing of it is written."""
_TEXTS = ("place_name", "purpose", "intervention_text", "response", "next_step")


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """A goal that can be chosen, and how it went."""

    ref: str
    words: str
    is_chosen: bool
    progress: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class NotePage:
    """Everything the form shows.

    Attributes:
        problems: what the summary at the top lists; the page's focus goes there.
        clash_words: when another window saved later, None normally.
        sum_words: the visit's time in words.
        usual_words: what the folded part of the form says, while it is folded.
        is_unusual: whether something in the folded part is not as usual, so that it stands open.
    """

    draft_id: str
    version: int
    self_href: str
    author_words: str
    service_on: str
    started_at: str
    ended_at: str
    ends_next_day: bool
    today: str
    is_running: bool
    started_words: str | None
    started_iso: str | None
    sum_words: str
    kinds: tuple[Choice, ...]
    modalities: tuple[Choice, ...]
    places: tuple[Choice, ...]
    specialist_places: tuple[Choice, ...]
    audio_only_reasons: tuple[Choice, ...]
    has_agreed: bool
    failure: str
    is_billed: bool
    usual_words: str
    is_unusual: bool
    goals: tuple[GoalChoice, ...]
    no_goals_words: str
    intervention_groups: tuple[ChoiceGroup, ...]
    texts: dict[str, str]
    next_step_before: str | None
    panel: RulesPanel
    save_words: str
    problems: tuple[RuleItem, ...] = ()
    problems_title: str = ""
    clash_words: str | None = None

    def says(self, name: str) -> tuple[RuleItem, ...]:
        """What the rules, or the reading of the form, say beside a field; each sentence once."""
        every = [item for item in (*self.problems, *self.panel.items) if item.field == name]
        return tuple({item.message: item for item in every}.values())

    def invalid(self, name: str) -> Markup:
        """The attribute of a field that stands in the way of signing, once the person asked to sign."""
        is_bad = any(item.field == name for item in self.problems)
        return Markup(' aria-invalid="true"') if is_bad else Markup("")


def show_note(
    stored: StoredDraft,
    chart: Chart,
    *,
    panel: RulesPanel,
    units: VisitUnits | None,
    author_words: str,
    self_href: str,
    now: datetime,
    problems: Sequence[RuleItem] = (),
    problems_title: str = "",
    clash_words: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> NotePage:
    """The form for a draft, prefilled from the chart.

    ``typed`` holds day and times as they were typed, where they could not be read into the draft.
    """
    draft = stored.draft
    started = draft.started_at.astimezone(NEW_YORK) if draft.started_at else None
    ended = draft.ended_at.astimezone(NEW_YORK) if draft.ended_at else None
    today = local_date(now)
    remote = draft.remote or _NOT_SAID
    times = {
        "service_on": (started.date() if started else today).isoformat(),
        "started_at": f"{started:%H:%M}" if started else "",
        "ended_at": f"{ended:%H:%M}" if ended else "",
        **(typed or {}),
    }
    return NotePage(
        draft_id=stored.draft_id,
        version=stored.version,
        self_href=self_href,
        author_words=author_words,
        **times,
        ends_next_day=bool(started and ended and ended.date() > started.date()),
        today=today.isoformat(),
        is_running=started is not None and ended is None and started.date() == today and started <= now,
        started_words=clock_words(started) if started else None,
        started_iso=started.isoformat() if started else None,
        sum_words=sum_words(draft, units),
        kinds=show_choices(KINDS, (draft.kind,)),
        modalities=show_choices(MODALITIES, _chosen(draft.modality)),
        places=show_choices(PLACES, _chosen(draft.place)),
        specialist_places=show_choices(PLACES, _chosen(remote.specialist_place)),
        audio_only_reasons=show_choices(AUDIO_ONLY_REASONS, _chosen(remote.audio_only_reason)),
        has_agreed=remote.has_agreed is True,
        failure=remote.failure or "",
        is_billed=draft.is_billed,
        usual_words=f"{KINDS[draft.kind].lower()}, {'billed' if draft.is_billed else 'not billed'}",
        is_unusual=_is_unusual(draft, (*problems, *panel.items)),
        goals=_goals(draft, chart.goals, now),
        no_goals_words=no_goals_words(chart),
        intervention_groups=tuple(
            ChoiceGroup(
                title, show_choices({each: INTERVENTIONS[each] for each in group}, draft.interventions)
            )
            for title, group in INTERVENTION_GROUPS
        ),
        texts={name: getattr(draft, name) for name in _TEXTS},
        next_step_before=last_plan(chart),
        panel=panel,
        save_words=saved_words(stored, now),
        problems=tuple(problems),
        problems_title=problems_title,
        clash_words=clash_words,
    )


def _chosen(value: _Choice | None) -> tuple[_Choice, ...]:
    return () if value is None else (value,)


def sum_words(draft: NoteDraft, units: VisitUnits | None) -> str:
    """The visit's time as a person reads it: ``2:00 PM to 2:52 PM: 52 min = 3 units, 7 min left over``."""
    minutes = draft.contact.minutes
    if draft.started_at is None:
        return ""
    if draft.ended_at is None or minutes is None:
        return f"Started {clock_words(draft.started_at)}."
    return f"{clock_words(draft.started_at)} to {clock_words(draft.ended_at)}: {time_words(minutes, units)}"


def time_words(minutes: int, units: VisitUnits | None) -> str:
    """Minutes as units, or as time that is not billed."""
    return units_words(units) if units else f"{minutes} min, not billed"


def saved_words(stored: StoredDraft, now: datetime) -> str:
    """The truth about where the draft is: ``Saved in this app 2:05 PM · not yet in the EHR``."""
    return f"Saved in this app {moment_words(stored.saved_at, now)} · not yet in the EHR"


def visit_words(draft: NoteDraft) -> str:
    """What a draft is about, without a word of its text."""
    return f"Visit of {day_words(draft.service_on)}" if draft.service_on else "Note without a day yet"


def last_plan(chart: Chart) -> str | None:
    """What the newest note planned for the next visit."""
    planned = [note for note in chart.notes if note.next_step]
    newest = max(planned, key=lambda note: note.contact.started_at or note.written_at, default=None)
    return newest.next_step if newest else None


def no_goals_words(chart: Chart) -> str:
    """Why there is no goal to choose."""
    if not chart.knows(ChartPart.GOALS):
        return 'The goals could not be read from the EHR. Write the goal into "Why you met".'
    return 'The record holds no goal the person is working on. Tie the visit to the plan in "Why you met".'


def _is_unusual(draft: NoteDraft, items: Iterable[RuleItem]) -> bool:
    folded = {"kind", "is_billed", "place_name"}
    is_usual = draft.kind is ContactKind.INDIVIDUAL and draft.is_billed and not draft.place_name.strip()
    return not is_usual or any(item.field in folded for item in items)


def _goals(draft: NoteDraft, goals: Sequence[Goal], now: datetime) -> tuple[GoalChoice, ...]:
    held = {goal.goal_ref: goal for goal in draft.goals}
    offered = {goal.ref: goal.words for goal in goals if goal.is_current_on(local_date(now))}
    offered |= {ref: goal.words for ref, goal in held.items() if ref not in offered}
    return tuple(_goal_choice(ref, words, held.get(ref)) for ref, words in offered.items())


def _goal_choice(ref: str, words: str, held: GoalProgress | None) -> GoalChoice:
    said = (held.progress,) if held and held.progress else ()
    return GoalChoice(ref, words, held is not None, show_choices(PROGRESS, said))
