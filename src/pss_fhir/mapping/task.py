"""What every Task of peer support shares: its status, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Status = TypeVar("Status", bound=StrEnum)

_OTHERS = {
    "draft": "requested",
    "received": "requested",
    "accepted": "requested",
    "ready": "requested",
    "on-hold": "in-progress",
    "failed": "cancelled",
    "rejected": "cancelled",
}
"""Task.status of others, by the project's nearest."""


def written_statuses(kind: type[Status]) -> Mapping[Status, str]:
    """Task.status of each status: its own word, and FHIR's for what was retracted."""
    return {status: "entered-in-error" if status.value == "retracted" else status.value for status in kind}


def read_statuses(kind: type[Status]) -> Mapping[str, Status]:
    """The status of each Task.status."""
    known = {code: status for status, code in written_statuses(kind).items()}
    return known | {code: known[nearest] for code, nearest in _OTHERS.items()}
