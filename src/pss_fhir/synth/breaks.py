"""What can be wrong with a synthetic visit on purpose, and which rules an audit then finds broken."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Break(Enum):
    """What is wrong with a visit or its note."""

    LATE_UNMARKED = "signed more than two weeks later and not marked as a late entry"
    LATE_MARKED = "a late entry, marked as one"
    TEXT_BILLED = "text messages, billed"
    INSTITUTION = "in a hospital ward, billed"
    STAFF_HOME = "in the home of staff"
    MODIFIER_WRONG = "live video with the modifier of a call"
    TOO_SHORT = "shorter than a unit, billed"
    COPIED = "the text of the note before"


RULES: Mapping[Break, tuple[str, ...]] = {
    Break.LATE_UNMARKED: ("rec-005", "rec-006", "rec-007"),
    Break.LATE_MARKED: ("rec-005",),
    Break.TEXT_BILLED: ("pss-068",),
    Break.INSTITUTION: ("pss-063",),
    Break.STAFF_HOME: ("agency-staff-residence", "pss-061"),
    Break.MODIFIER_WRONG: ("pss-066",),
    Break.TOO_SHORT: ("pss-020",),
    Break.COPIED: ("rec-008",),
}
"""The rules that each breaks, all of them."""
LATE = frozenset({Break.LATE_UNMARKED, Break.LATE_MARKED})
BREAKS = tuple(Break)
