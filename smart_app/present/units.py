"""Units of an authorization: the numbers, the verdict and the picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pss_fhir.compliance import BurnDown, BurnDownKind, BurnDownState
from pss_fhir.workflows.check_draft import VisitUnits
from smart_app.pictures.burn_down import BurnDownPicture, draw_burn_down
from smart_app.present.words import clock_words, counted, date_words, day_words


@dataclass(frozen=True, slots=True)
class UnitsCard:
    """One authorization as the chart shows it.

    Attributes:
        number: counts the cards of a page, for ids.
        rows: the numbers of the picture, name and value.
        left_words: None for one that has ended; what was left then is of no use.
        steps: day and units left at its end, the newest first.
    """

    number: int
    title: str
    left_words: str | None
    used_words: str
    verdict: str
    weight: str
    picture: BurnDownPicture | None
    rows: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, int], ...]


def in_force(burn_downs: Iterable[BurnDown], *, is_group: bool) -> BurnDown | None:
    """The units a visit of today would come from: a running approval, else those that need none."""
    running = [burn for burn in burn_downs if burn.state is BurnDownState.RUNNING]
    approved = [burn for burn in running if burn.kind is BurnDownKind.AUTHORIZATION]
    fitting = [burn for burn in approved if burn.is_group == is_group]
    return next(iter(fitting or approved or running), None)


def units_words(units: VisitUnits) -> str:
    """The units of a visit as the note says them, and what they add to the day where that is another number.

    ``52 min = 3 units, 7 min left over. Adds 0 units to the day, because it overlaps the visit from 2:00 PM
    to 2:52 PM.``
    """
    words = units.own.in_words()
    if units.added == units.own.units:
        return words
    return f"{words}. Adds {counted(units.added, 'unit')} to the day, because {_why_not_all(units)}."


def _why_not_all(units: VisitUnits) -> str:
    if len(units.counted_before) > 1:
        return "it overlaps other visits of the day"
    for span in units.counted_before:
        return f"it overlaps the visit from {clock_words(span.started_at)} to {clock_words(span.ended_at)}"
    return "the minutes of all visits of the day are added up first"


def used_words(burn: BurnDown) -> str:
    """How many units are used of how many: "41 of 64 units used."."""
    if burn.units is None:
        return f"{counted(burn.used, 'unit')} used."
    return f"{burn.used} of {counted(burn.units, 'unit')} used."


def show_units(number: int, burn: BurnDown, today: date) -> UnitsCard:
    """The card of one authorization, or of the units that need none."""
    return UnitsCard(
        number=number,
        title=_title(burn),
        left_words=_left_words(burn),
        used_words=used_words(burn),
        verdict=burn.verdict,
        weight=_weight(burn),
        picture=_picture(burn, today),
        rows=_rows(burn),
        steps=tuple((day_words(step.on), step.left) for step in reversed(burn.steps)),
    )


def _title(burn: BurnDown) -> str:
    if burn.kind is BurnDownKind.UNMANAGED:
        return "Units that need no approval"
    sort = "Group units" if burn.is_group else "Units"
    state = {BurnDownState.RUNNING: "", BurnDownState.UPCOMING: ", not begun", BurnDownState.ENDED: ", ended"}
    return f"{sort}{state[burn.state]}"


def _left_words(burn: BurnDown) -> str | None:
    if burn.state is BurnDownState.ENDED:
        return None
    if burn.left is None:
        return "Number not given"
    if burn.left < 0:
        return f"{counted(-burn.left, 'unit')} too many"
    return f"{counted(burn.left, 'unit')} left"


def _weight(burn: BurnDown) -> str:
    if burn.left is not None and burn.left <= 0:
        return "bad" if burn.left < 0 else "warn"
    return "warn" if burn.runs_out_on else "info"


def _picture(burn: BurnDown, today: date) -> BurnDownPicture | None:
    if burn.units is None or burn.start_on is None or burn.end_on is None:
        return None
    if burn.state is not BurnDownState.RUNNING or burn.kind is BurnDownKind.UNMANAGED:
        return None
    pace_end = None
    if burn.runs_out_on is not None:
        pace_end = (burn.runs_out_on, 0)
    elif burn.projected_left is not None and burn.used:
        pace_end = (burn.end_on, burn.projected_left)
    return draw_burn_down(
        first=burn.start_on,
        last=burn.end_on,
        units=burn.units,
        steps=[(step.on, step.left) for step in burn.steps],
        today=today,
        pace_end=pace_end,
    )


def _rows(burn: BurnDown) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Payer", burn.payer_name),
        ("Approval number", burn.number),
        ("First day", date_words(burn.start_on) if burn.start_on else None),
        ("Last day", date_words(burn.end_on) if burn.end_on else None),
        ("Units approved", _number(burn.units)),
        ("Units used, by the notes", _number(burn.used)),
        ("Units used, by the payer", _number(burn.used_by_payer)),
        ("Units left", _number(burn.left)),
        ("Days left", _number(burn.days_left)),
        ("Units a week so far", _number(burn.units_per_week)),
        ("Units a week for even use from now", _number(burn.even_use_per_week)),
        ("Units left on the last day at this pace", _number(burn.projected_left)),
    ]
    return tuple((name, value) for name, value in rows if value is not None)


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"
