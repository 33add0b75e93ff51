"""Caseloads, counted from episodes: whom each specialist serves on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pss_fhir.domain.episode import Episode
from pss_fhir.domain.record import Record, Ref


class Caseload(Record):
    """Whom one specialist serves on a day.

    Attributes:
        client_refs: each person once, in the order of the episodes.
    """

    specialist_ref: Ref
    counted_on: date
    client_refs: tuple[Ref, ...] = ()

    @property
    def size(self) -> int:
        """How many persons."""
        return len(self.client_refs)


def caseloads_on(day: date, episodes: Iterable[Episode]) -> tuple[Caseload, ...]:
    """The caseload of every care manager who has one on a day, in the order of the episodes.

    An episode counts for its care manager while the person is enrolled; one without a care manager counts
    for nobody.
    """
    served: dict[Ref, dict[Ref, None]] = {}
    for episode in episodes:
        if episode.care_manager_ref is not None and episode.counts_on(day):
            served.setdefault(episode.care_manager_ref, {})[episode.client_ref] = None
    return tuple(
        Caseload(specialist_ref=specialist, counted_on=day, client_refs=tuple(clients))
        for specialist, clients in served.items()
    )
