"""What was measured, beside its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was measured.
        measured: with its unit.
        target: what it should be; empty where nothing is asked for.
        is_met: None where nothing is asked for, or it was not measured.
    """

    what: str
    measured: str
    target: str = ""
    is_met: bool | None = None


def at_least(what: str, measured: float | None, target: float, shown: str, absent: str = "") -> Row:
    """A row that is met from the target upward; ``shown`` formats both, ``absent`` says why there is none."""
    is_met = None if measured is None else measured >= target
    return Row(what, _told(measured, shown, absent), f">= {shown.format(target)}", is_met)


def less_than(what: str, measured: float | None, target: float, shown: str, absent: str = "") -> Row:
    """A row that is met below the target."""
    is_met = None if measured is None else measured < target
    return Row(what, _told(measured, shown, absent), f"< {shown.format(target)}", is_met)


def _told(measured: float | None, shown: str, absent: str) -> str:
    return f"not measured: {absent}" if measured is None else shown.format(measured)


def table(rows: Sequence[Row]) -> str:
    """The rows in columns."""
    words = {True: "met", False: "NOT MET", None: ""}
    width = max(len(row.what) for row in rows)
    middle = max(len(row.measured) for row in rows)
    return "\n".join(
        f"{row.what:<{width}}  {row.measured:<{middle}}  {row.target:<12}{words[row.is_met]}".rstrip()
        for row in rows
    )
