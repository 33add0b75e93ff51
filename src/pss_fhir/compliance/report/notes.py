"""Notes: how soon they were signed, and which goals they worked on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.report.markup import Bar, bar, bars, beside, label, line, picture, table
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.note import Progress

_SPANS = ((24, "within 24 hours"), (72, "within 3 days"), (7 * 24, "within 7 days"), (float("inf"), "later"))
_MARKS = {
    Progress.PROGRESS: "▲",
    Progress.ACHIEVED: "★",
    Progress.NO_CHANGE: "●",
    Progress.SETBACK: "▼",
    None: "○",
}
_NAMES = {
    Progress.PROGRESS: "progress",
    Progress.ACHIEVED: "achieved",
    Progress.NO_CHANGE: "no change",
    Progress.SETBACK: "setback",
    None: "not said",
}
_LONG_GAP = 30
"""Days without a note on a goal, above which a picture shows the gap."""
_LEGEND = (
    "▲ progress, ★ achieved, ● no change, ▼ setback, ○ not said. "
    f"Dotted frame: more than {_LONG_GAP} days without a note."
)
_WIDTH, _ROW = 720, 44


def timeliness_section(report: AuditReport) -> Iterator[str]:
    """How many notes were signed how soon."""
    counts = dict.fromkeys([*(words for _, words in _SPANS), "no note, or no end"], 0)
    for note in report.written:
        hours = note.hours_to_sign
        words = (
            "no note, or no end"
            if hours is None
            else next(words for limit, words in _SPANS if hours <= limit)
        )
        counts[words] += 1
    if not report.written:
        yield "<p>No visit is on record.</p>"
        return
    rows = [
        Bar(words, number, counted(number, "visit"), is_over=words == "later")
        for words, number in counts.items()
    ]
    title = "How soon notes were signed"
    description = ", ".join(f"{words}: {number}" for words, number in counts.items())
    yield beside(
        bars(title, description, rows), table(title, ("from the end of the visit", "visits"), counts.items())
    )


def goals_section(report: AuditReport) -> Iterator[str]:
    """One lane for each goal, one mark for each note that worked on it."""
    lanes: dict[tuple[str, str], list[tuple[date, Progress | None]]] = defaultdict(list)
    for note in report.written:
        for goal, progress in note.goals:
            if note.service_on is not None:
                lanes[note.client_ref, goal].append((note.service_on, progress))
    if not lanes:
        yield "<p>No note is tied to a goal.</p>"
        return
    days = [day for lane in lanes.values() for day, _ in lane]
    first, span = min(days), max((max(days) - min(days)).days, 1)

    def across(day: date) -> float:
        return 8 + (day - first).days / span * (_WIDTH - 16)

    shapes = [label(0, 14, day_words(first)), label(_WIDTH - 8, 14, day_words(max(days)), "end")]
    for row, key in enumerate(sorted(lanes)):
        middle = row * _ROW + 58
        shapes += [
            label(0, middle - 16, f"{key[1]} of {key[0]}"),
            line([(8, middle), (_WIDTH - 8, middle)], "axis"),
        ]
        shapes += [
            bar(across(begin), middle - 8, across(end) - across(begin), 16, "gap")
            for begin, end in _gaps(lanes[key])
            if (end - begin).days > _LONG_GAP
        ]
        shapes += [
            label(
                across(day),
                middle + 5,
                _MARKS[progress],
                "middle",
            )
            for day, progress in lanes[key]
        ]
    yield f'<p class="legend">{_LEGEND}</p>'
    yield picture(
        "Goals and the notes that worked on them",
        f"{_LEGEND} The table has the numbers.",
        _WIDTH,
        len(lanes) * _ROW + 36,
        shapes,
        is_wide=True,
    )
    yield table(
        "Goals and the notes that worked on them",
        (
            "client",
            "goal",
            "notes",
            *(_NAMES[progress] for progress in _MARKS),
            "longest gap in days",
            "last",
        ),
        (
            (
                client,
                goal,
                len(lane),
                *(sum(one is progress for _, one in lane) for progress in _MARKS),
                max(((end - begin).days for begin, end in _gaps(lane)), default=0),
                max(day for day, _ in lane),
            )
            for (client, goal), lane in sorted(lanes.items())
        ),
    )


def _gaps(lane: Sequence[tuple[date, Progress | None]]) -> Iterator[tuple[date, date]]:
    """Each day with a note on a goal and the next such day."""
    return pairwise(sorted({day for day, _ in lane}))
