"""What all domain records share: frozen, closed, and silent about their content in errors."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

_MINUTE = timedelta(minutes=1)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _writable(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is blank; leave it out, or write something")
    if text.isprintable():  # as nearly every text without line breaks is; it holds no control characters
        return text
    if found := _CONTROL.search(text):
        raise ValueError(
            f"character {found.start() + 1} is a control character, which FHIR strings cannot hold"
        )
    return text


_WRITABLE: JsonDict = {"pattern": r"^(?=[\s\S]*\S)[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"}

Text = Annotated[str, AfterValidator(_writable), Field(json_schema_extra=_WRITABLE)]
"""Text a person wrote: not blank, any script and emoji, line breaks and tabs; no other control characters."""

Ref = Annotated[str, Field(pattern=r"^([A-Z][A-Za-z]{1,63}/[A-Za-z0-9\-.]{1,64}|urn:uuid:[0-9a-f\-]{36})$")]
"""``Type/id`` on the agency's FHIR server, or ``urn:uuid:...`` for a record no server holds yet."""


def _with_fixed_offset(moment: datetime) -> datetime:
    # Python compares and subtracts two moments of one named zone by the wall clock, which is an hour
    # off where the clocks change between them; with fixed offsets it counts the time that passed.
    if not 1 < moment.year < 9999:
        raise ValueError("a moment needs a year from 2 to 9998, so that every time zone can tell its day")
    if type(moment.tzinfo) is timezone:  # which is a fixed offset
        return moment
    offset = moment.utcoffset()
    return moment if offset is None else moment.astimezone(timezone(offset))


Moment = Annotated[AwareDatetime, AfterValidator(_with_fixed_offset)]
"""An aware moment, kept with the offset it was written in."""

ServiceCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{5}$")]
"""A billing code: HCPCS level II (``H0038``, state codes like ``YP830``) or level I (CPT)."""

Modifier = Annotated[str, Field(pattern=r"^[A-Z0-9]{2}$")]
"""A billing modifier (``HQ``)."""


class Record(BaseModel):
    """A fact of the work. Cannot change; unknown fields are refused; errors never show values."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)


class IdentifierKind(StrEnum):
    """What an identifier of a person is for, where a note has to name it."""

    RECORD_NUMBER = "record-number"
    MEDICAID = "medicaid"


class Identifier(Record):
    """A business identifier: who gave it (a URI), what it says, and what it is for, where that is known."""

    system: str | None = None
    value: str = Field(min_length=1)
    kind: IdentifierKind | None = None


class Days(Record):
    """A span of calendar days, both ends included; an open end is None."""

    start_on: date | None = None
    end_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Days:
        if self.start_on and self.end_on and self.end_on < self.start_on:
            raise ValueError("the last day is before the first day")
        return self

    def has(self, day: date) -> bool:
        """Whether the day lies within; an open end has no limit."""
        return (self.start_on is None or self.start_on <= day) and (self.end_on is None or day <= self.end_on)


class TimeSpan(Record):
    """Half-open ``[started_at, ended_at)``; both aware; empty spans are refused."""

    started_at: Moment
    ended_at: Moment

    @model_validator(mode="after")
    def _in_order(self) -> TimeSpan:
        if self.ended_at <= self.started_at:
            raise ValueError("the end is not after the start")
        return self

    def overlaps(self, other: TimeSpan) -> bool:
        """Whether the two spans share a moment; touching ends do not."""
        return self.started_at < other.ended_at and other.started_at < self.ended_at


def whole_minutes(started_at: datetime, ended_at: datetime) -> int:
    """Minutes that passed between two aware moments, cut to whole ones.

    Elapsed time, not wall-clock difference: across a change to or from daylight saving time the
    hour that is skipped or repeated counts as it was lived.
    """
    return (ended_at.astimezone(UTC) - started_at.astimezone(UTC)) // _MINUTE
