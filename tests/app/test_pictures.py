"""Geometry of the pictures: lines stand where the numbers say."""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.note import Progress
from smart_app.pictures.burn_down import draw_burn_down
from smart_app.pictures.goal_lane import draw_goal_lane

FIRST, LAST, TODAY = date(2026, 9, 1), date(2026, 11, 29), date(2026, 11, 3)


def points(text: str) -> list[tuple[float, float]]:
    """The points of an SVG list."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def test_burn_down_goes_level_and_then_straight_down_on_the_day_of_use() -> None:
    steps = [(FIRST, 64), (date(2026, 9, 4), 56), (TODAY, 56)]

    picture = draw_burn_down(first=FIRST, last=LAST, units=64, steps=steps, today=TODAY, pace_end=(LAST, 30))
    line = points(picture.used_points)

    assert len(line) == 4
    assert line[0][1] == line[1][1] == picture.top
    assert line[1][0] == line[2][0]
    assert line[2][1] == line[3][1]
    assert line[3][0] == picture.today_at
    assert points(picture.pace_points)[0] == line[-1]


def test_burn_down_of_more_than_approved_keeps_the_line_inside_the_picture() -> None:
    picture = draw_burn_down(
        first=FIRST, last=LAST, units=10, steps=[(FIRST, 10), (TODAY, -6)], today=TODAY, pace_end=None
    )

    assert all(picture.top <= y <= picture.bottom for _, y in points(picture.used_points))
    assert next(tick.at for tick in picture.unit_ticks if tick.label == "0") < picture.bottom


def test_burn_down_of_one_day_has_no_division_by_zero() -> None:
    picture = draw_burn_down(first=FIRST, last=FIRST, units=0, steps=[], today=TODAY, pace_end=None)

    assert (picture.used_points, picture.area_path, picture.today_at) == ("", "", None)


def test_goal_lane_shows_each_note_by_shape_and_words() -> None:
    lane = draw_goal_lane(
        [(date(2026, 10, 27), Progress.PROGRESS), (date(2026, 10, 1), Progress.SETBACK)],
        since=date(2026, 9, 15),
        today=TODAY,
    )

    assert [(mark.shape, mark.label) for mark in lane.marks] == [
        ("down", "Thu, Oct 1, 2026: A harder spell"),
        ("up", "Tue, Oct 27, 2026: Moved forward"),
    ]
    assert lane.marks[0].x < lane.marks[1].x
    assert lane.rows[0] == ("Tue, Oct 27, 2026", "Moved forward")
    assert lane.summary == "2 notes. The last, on Tue, Oct 27, 2026: moved forward."


def test_goal_lane_shades_a_span_of_more_than_thirty_days_and_no_shorter_one() -> None:
    lane = draw_goal_lane(
        [(date(2026, 9, 3), None), (date(2026, 10, 3), None)], since=date(2026, 8, 3), today=TODAY
    )

    assert [gap.label for gap in lane.gaps] == [
        "31 days without a note, from Aug 3 to Sep 3",
        "31 days without a note, from Oct 3 to Nov 3",
    ]


def test_goal_lane_without_a_note_says_so() -> None:
    lane = draw_goal_lane([], since=TODAY, today=TODAY)

    assert (lane.marks, lane.summary) == ((), "No note has worked on this goal yet.")
