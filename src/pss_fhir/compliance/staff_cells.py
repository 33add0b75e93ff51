"""Reading single cells of the staff folder: text, days, moments, numbers, yes and no, references."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pss_fhir.clock import NEW_YORK

CellReader = Callable[[str], Any]
"""Cell text, trimmed and not empty -> value. Raises ValueError with a reason that repeats no value."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASHED = re.compile(r"\d{1,2}[/.]\d{1,2}[/.](\d{2}|\d{4})")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")


def read_text(cell: str) -> str:
    """The text as it is."""
    return cell


def read_day(cell: str) -> date:
    """A day written YYYY-MM-DD."""
    if _DAY.fullmatch(cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            raise ValueError("there is no such day in the calendar") from None
    if _SLASHED.fullmatch(cell):
        raise ValueError("the day is written with slashes or dots, as spreadsheets do; write YYYY-MM-DD")
    if _SERIAL.fullmatch(cell):
        raise ValueError(
            "the day is a spreadsheet's serial number; format the column as text and write YYYY-MM-DD"
        )
    raise ValueError("a day is written YYYY-MM-DD")


def read_moment(cell: str) -> datetime:
    """A moment written YYYY-MM-DD HH:MM, in North Carolina time unless it names an offset."""
    if not _DAY.match(cell) or len(cell) < len("2026-01-01 00:00"):
        raise ValueError("a moment is written YYYY-MM-DD HH:MM")
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        raise ValueError("a moment is written YYYY-MM-DD HH:MM") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=NEW_YORK)


def read_number(cell: str) -> float:
    """A number that is not negative, with a point."""
    if not re.fullmatch(r"\d+(\.\d+)?", cell):
        raise ValueError("a number is written with digits and a point, without a unit")
    return float(cell)


def read_whole(cell: str) -> int:
    """A whole number that is not negative."""
    if not cell.isascii() or not cell.isdigit():
        raise ValueError("a whole number is needed")
    return int(cell)


def read_yes_no(cell: str) -> bool:
    """``yes`` or ``no``."""
    if cell.lower() not in ("yes", "no"):
        raise ValueError("write yes or no")
    return cell.lower() == "yes"


def one_of(kind: type[StrEnum]) -> CellReader:
    """A reader of the words of an enumeration."""

    def read(cell: str) -> StrEnum:
        try:
            return kind(cell.lower())
        except ValueError:
            raise ValueError(f"one of {', '.join(member.value for member in kind)} is needed") from None

    return read


def reference_to(resource_type: str) -> CellReader:
    """A reader of ``Type/id``, or of the bare id."""
    pattern = re.compile(rf"({resource_type}/)?([A-Za-z0-9\-.]{{1,64}})")

    def read(cell: str) -> str:
        found = pattern.fullmatch(cell)
        if not found:
            raise ValueError(f"{resource_type}/id is needed, as the EHR's server names it")
        return f"{resource_type}/{found[2]}"

    return read
