"""The chart as its template shows it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pss_fhir.clock import local_date
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.note import NoteStatus, Progress, ServiceNote
from pss_fhir.domain.people import Client
from pss_fhir.domain.plan import Goal, GoalStatus
from pss_fhir.issues import Issue
from pss_fhir.outbox import Filing
from pss_fhir.store import RecordKind, StoredDraft
from pss_fhir.workflows.read_chart import ChartView
from smart_app.pictures.goal_lane import GoalLane, draw_goal_lane
from smart_app.present.filings import signed_at, state_words
from smart_app.present.note_page import last_plan, visit_words
from smart_app.present.units import UnitsCard, show_units
from smart_app.present.words import (
    ACHIEVEMENTS,
    CHART_PARTS,
    KINDS,
    PLACES,
    counted,
    date_words,
    day_words,
    moment_words,
)

_NOTES_SHOWN = 8
_SHOWN_GOALS = (GoalStatus.ACTIVE, GoalStatus.ON_HOLD)


@dataclass(frozen=True, slots=True)
class GoalCard:
    """One goal with its timeline."""

    number: int
    words: str
    status_words: str
    target_words: str | None
    source_words: str | None
    lane: GoalLane


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One open draft."""

    draft_id: str
    visit_words: str
    saved_words: str
    expires_words: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One signed note and where it stands."""

    day_words: str
    visit_words: str
    state_words: str
    weight: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the chart that could not be read."""

    message: str
    code: str


@dataclass(frozen=True, slots=True)
class ChartPage:
    """Everything the chart shows.

    Attributes:
        unread: parts of the chart that could not be read.
        left_out: elements of records that could not be read, for whoever looks after the EHR.
    """

    title: str
    site_name: str
    read_words: str
    drafts: tuple[DraftRow, ...]
    last_plan: str | None
    goals: tuple[GoalCard, ...]
    no_goals_words: str
    notes: tuple[NoteRow, ...]
    no_notes_words: str
    authorizations: tuple[UnitsCard, ...]
    no_authorizations_words: str
    unread: tuple[Unread, ...]
    left_out: tuple[Unread, ...]


def show_chart(
    view: ChartView, *, site_name: str, now: datetime, note_href: Callable[[str], str]
) -> ChartPage:
    """The chart of a person.

    Args:
        view: what was read.
        site_name: the EHR, as the agency calls it.
        now: the present moment.
        note_href: the address of a note signed here, by its identifier.
    """
    chart, today = view.chart, local_date(now)
    return ChartPage(
        title=_title(chart.client),
        site_name=site_name,
        read_words=moment_words(chart.read_at, now),
        drafts=tuple(_draft_row(draft, now) for draft in view.drafts),
        last_plan=last_plan(chart),
        goals=_goals(chart, today),
        no_goals_words=_nothing(chart, ChartPart.GOALS, "The record holds no goal the person is working on."),
        notes=_notes(chart, view.filings, note_href),
        no_notes_words=_nothing(chart, ChartPart.NOTES, "No peer support note yet."),
        authorizations=tuple(
            show_units(number, burn, today) for number, burn in enumerate(view.burn_downs, start=1)
        ),
        no_authorizations_words=_nothing(
            chart, ChartPart.AUTHORIZATIONS, "The record holds no authorization."
        ),
        unread=_unread(issue for issue in view.problems if not _is_about_an_element(issue)),
        left_out=_unread(issue for issue in view.problems if _is_about_an_element(issue)),
    )


def _title(client: Client) -> str:
    return f"Peer support with {client.name.given[0]}" if client.name.given else "Peer support"


def _draft_row(stored: StoredDraft, now: datetime) -> DraftRow:
    days = (local_date(stored.expires_at) - local_date(now)).days
    return DraftRow(
        draft_id=stored.draft_id,
        visit_words=visit_words(stored.draft),
        saved_words=moment_words(stored.saved_at, now),
        expires_words="today" if days <= 0 else f"in {counted(days, 'day')}",
    )


def _goals(chart: Chart, today: date) -> tuple[GoalCard, ...]:
    events: dict[str, list[tuple[date, Progress | None]]] = defaultdict(list)
    for note in chart.notes:
        if note.status is NoteStatus.CURRENT and note.contact.service_on:
            for goal in note.goals:
                events[goal.goal_ref].append((note.contact.service_on, goal.progress))
    shown = [goal for goal in chart.goals if goal.status in _SHOWN_GOALS]
    return tuple(
        _goal_card(number, goal, events[goal.ref], today) for number, goal in enumerate(shown, start=1)
    )


def _goal_card(number: int, goal: Goal, events: list[tuple[date, Progress | None]], today: date) -> GoalCard:
    status = "On hold" if goal.status is GoalStatus.ON_HOLD else "Working on it"
    return GoalCard(
        number=number,
        words=goal.words,
        status_words=ACHIEVEMENTS[goal.achievement] if goal.achievement else status,
        target_words=f"Wants to be there by {date_words(goal.target_on)}" if goal.target_on else None,
        source_words="In their own words" if goal.is_own_words else None,
        lane=draw_goal_lane(events, since=goal.start_on, today=today),
    )


def _notes(chart: Chart, filings: tuple[Filing, ...], note_href: Callable[[str], str]) -> tuple[NoteRow, ...]:
    """Notes in the EHR and notes signed here, each once, the newest visit first.

    A note signed here that the EHR does not show yet has no day or place the chart knows; it
    stands first, with its state.
    """
    states = {filing.note_identifier: filing for filing in filings}
    in_chart = {note.note_identifier for note in chart.notes}
    waiting = tuple(
        _waiting_row(filing, note_href)
        for filing in filings
        if filing.note_identifier not in in_chart and filing.kind is RecordKind.NOTE
    )
    ordered = sorted(chart.notes, key=lambda note: note.contact.started_at or note.written_at, reverse=True)
    return (*waiting, *(_note_row(note, states.get(note.note_identifier), note_href) for note in ordered))[
        :_NOTES_SHOWN
    ]


def _waiting_row(filing: Filing, note_href: Callable[[str], str]) -> NoteRow:
    words = state_words(filing.state)
    return NoteRow(
        f"Signed {day_words(local_date(signed_at(filing)))}",
        "Open it to read it.",
        words.tag,
        words.weight,
        note_href(filing.note_identifier),
    )


def _note_row(note: ServiceNote, filing: Filing | None, note_href: Callable[[str], str]) -> NoteRow:
    contact = note.contact
    parts = [
        KINDS[contact.kind],
        PLACES[contact.place] if contact.place else None,
        f"{contact.minutes} min" if contact.minutes is not None else None,
        note.signature.signer_name,
    ]
    tag, weight = ("In the EHR", "good")
    if note.status is NoteStatus.RETRACTED:
        tag, weight = ("Entered in error", "quiet")
    elif filing is not None:
        words = state_words(filing.state)
        tag, weight = words.tag, words.weight
    return NoteRow(
        day_words=day_words(contact.service_on) if contact.service_on else "Day not given",
        visit_words=" · ".join(part for part in parts if part),
        state_words=tag,
        weight=weight,
        href=note_href(note.note_identifier) if filing is not None else None,
    )


def _is_about_an_element(issue: Issue) -> bool:
    return issue.code.startswith("mapping.")


def _unread(problems: Iterable[Issue]) -> tuple[Unread, ...]:
    """Each sentence once, the worst first, with how often it is so."""
    times = Counter((issue.severity.rank, issue.message, issue.code) for issue in problems)
    return tuple(
        Unread(f"{message} ({count} times)" if count > 1 else message, code)
        for (_, message, code), count in sorted(times.items())
    )


def _nothing(chart: Chart, part: ChartPart, empty: str) -> str:
    return empty if chart.knows(part) else f"The app could not read {CHART_PARTS[part]} from the EHR."
