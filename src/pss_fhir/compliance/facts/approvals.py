"""Which approvals of a chart count for a service on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter

from pss_fhir.compliance.facts.dated import Dated
from pss_fhir.domain.payer import GROUP_MODIFIER, Authorization, AuthorizationStatus

COUNTING = frozenset({AuthorizationStatus.APPROVED, AuthorizationStatus.PARTIAL})
"""Decisions under which units may be used."""


def is_for_groups(authorization: Authorization) -> bool:
    """Whether an approval is for group service by its modifiers."""
    return GROUP_MODIFIER in authorization.modifiers


class Approvals:
    """One client's authorizations, asked for a day, a service and a kind of visit.

    Args:
        authorizations: all of them, whatever was decided.
        combined: whether an approval for individual service also covers groups where no approval for groups
            is there (rules.md PSS-027).
    """

    def __init__(self, authorizations: Iterable[Authorization], *, combined: bool) -> None:
        self._combined = combined
        self._counting = sorted(
            (held for held in authorizations if held.status in COUNTING),
            key=lambda held: (held.days.end_on or date.max, held.days.start_on or date.min, held.ref),
        )
        self._dated = Dated(self._counting, attrgetter("days"))
        self._found: dict[tuple[int, str, bool], tuple[Authorization, ...]] = {}
        self._following: dict[tuple[str, int], bool] = {}

    def on(self, day: date, service_code: str, *, is_group: bool) -> tuple[Authorization, ...]:
        """The approvals a day's units may fall under, the one that ends first first.

        Args:
            day: day of service.
            service_code: HCPCS code.
            is_group: whether the service is a group.
        """
        asked = (self._dated.stretch_of(day), service_code, is_group)
        if asked not in self._found:
            self._found[asked] = self._find(day, service_code, is_group)
        return self._found[asked]

    def _find(self, day: date, service_code: str, is_group: bool) -> tuple[Authorization, ...]:
        found = self.covering(day, service_code)
        fitting = tuple(held for held in found if is_for_groups(held) == is_group)
        if not fitting and is_group and self._combined:
            return tuple(held for held in found if not held.modifiers)
        return fitting

    def covering(self, day: date, service_code: str) -> list[Authorization]:
        """The approvals that count for a service on a day, individual or group, in the same order."""
        return [held for held in self._dated.on(day) if held.service_code == service_code]

    def follows_on(self, held: Authorization, gap_days: int) -> bool:
        """Whether an approval follows on another one, with no long gap between."""
        asked = (held.ref, gap_days)
        if asked not in self._following:
            self._following[asked] = any(_is_followed_by(other, held, gap_days) for other in self._counting)
        return self._following[asked]


def _is_followed_by(other: Authorization, held: Authorization, gap_days: int) -> bool:
    start, other_start, other_end = held.days.start_on, other.days.start_on, other.days.end_on
    return (
        other.ref != held.ref
        and other.service_code == held.service_code
        and start is not None
        and other_start is not None
        and other_start < start
        and other_end is not None
        and start <= other_end + timedelta(days=gap_days + 1)
    )
