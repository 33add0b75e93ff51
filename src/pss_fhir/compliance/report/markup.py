"""HTML and SVG as text, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from pss_fhir.compliance.words import day_words

WIDTH = 360
"""Width of a picture in its own units: its words stay readable on a telephone."""
_ROW, _BAR = 42, 14
_LINES = frozenset({"actual", "even", "projected"})
"""Kinds of marks that are lines."""


def text(value: object) -> str:
    """A value as text of a page; None as a dash."""
    return "–" if value is None else escape(str(value))


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with a caption and column headings, which scrolls by itself where it is too wide."""
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    inside = f"<caption>{text(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
    return _scrolling(caption, f"<table>{inside}</table>")


def _cell(value: object) -> str:
    """A cell; a day in words, on one line, and a number without needless zeros."""
    if isinstance(value, date):
        return f'<td class="day">{text(day_words(value))}</td>'
    if isinstance(value, float):
        return f"<td>{value:g}</td>"
    return f"<td>{text(value)}</td>"


def _scrolling(name: str, inside: str) -> str:
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{text(name)}">{inside}</div>'


def picture(
    title: str, description: str, width: int, height: int, shapes: Iterable[str], *, is_wide: bool = False
) -> str:
    """An SVG with its title and description, which a screen reader reads in its place."""
    of_class = ' class="wide"' if is_wide else ""
    drawn = (
        f'<svg role="img"{of_class} viewBox="0 0 {width} {height}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{text(title)}</title><desc>{text(description)}</desc>'
        f"{''.join(shapes)}</svg>"
    )
    return _scrolling(f"Picture: {title}", drawn) if is_wide else drawn


def beside(picture_of: str, table_of: str) -> str:
    """A picture and the table of its numbers, next to each other where there is room."""
    return f'<div class="beside"><div>{picture_of}</div>{table_of}</div>'


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture.

    Attributes:
        name: what it is about.
        value: how long it is.
        words: its number in words.
        is_over: whether it is past its limit.
        limit: where a line marks the limit, None for no line.
    """

    name: str
    value: float
    words: str
    is_over: bool = False
    limit: float | None = None


def bars(title: str, description: str, rows: Sequence[Bar], *, marks: Mapping[str, str]) -> str:
    """Bars below each other, each under its own name and number, with what its marks mean.

    Args:
        title: what the picture shows.
        description: the same in a sentence, with where its numbers stand.
        rows: the bars.
        marks: what ``full``, ``over`` and ``limit`` mean; those that no bar has are left out.
    """
    used = {"over" if row.is_over else "full" for row in rows}
    used |= {"limit" for row in rows if row.limit is not None}
    longest = max((max(row.value, row.limit or 0) for row in rows), default=0) or 1
    scale = (WIDTH - 4) / longest
    shapes = []
    for number, row in enumerate(rows):
        top = number * _ROW
        shapes += [
            label(0, top + 14, row.name),
            label(WIDTH - 2, top + 14, row.words, "end"),
            bar(1, top + 20, WIDTH - 4, _BAR, "rest"),
            bar(
                1, top + 20, min(max(row.value, 0), longest) * scale, _BAR, "over" if row.is_over else "full"
            ),
        ]
        if row.limit is not None:
            x = 1 + row.limit * scale
            shapes.append(line([(x, top + 17), (x, top + 37)], "limit"))
    drawn = picture(title, description, WIDTH, len(rows) * _ROW, shapes)
    return drawn + legend([], {kind: words for kind, words in marks.items() if kind in used})


def legend(signs: Iterable[tuple[str, str]], marks: Mapping[str, str]) -> str:
    """What the marks of a picture mean: signs that are letters, and marks that are drawn, by their kind."""
    entries = [f"<li>{text(sign)} {text(words)}</li>" for sign, words in signs]
    entries += [f"<li>{_swatch(kind)} {text(words)}</li>" for kind, words in marks.items()]
    return f'<ul class="legend">{"".join(entries)}</ul>'


def _swatch(kind: str) -> str:
    """A mark as it is drawn, small; its words stand beside it."""
    if kind == "limit":
        drawn = line([(15, 1), (15, 15)], kind)
    elif kind in _LINES:
        drawn = line([(1, 8), (29, 8)], kind)
    else:
        drawn = bar(1, 2, 28, 12, kind)
    return f'<svg class="swatch" aria-hidden="true" viewBox="0 0 30 16">{drawn}</svg>'


def line(points: Sequence[tuple[float, float]], kind: str) -> str:
    """A line through points."""
    return f'<polyline class="{kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def bar(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A bar."""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}"/>'


def label(x: float, y: float, words: object, anchor: str = "start") -> str:
    """Words in a picture."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text(words)}</text>'
