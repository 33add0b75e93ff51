"""What surrounds the contacts with one person: episodes, team, diagnoses, consents, requests, groups."""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.authorization_request import AuthorizationRequest
from pss_fhir.domain.consent import Consent, Disclosure
from pss_fhir.domain.diagnosis import Diagnosis
from pss_fhir.domain.episode import DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.group import GroupSession
from pss_fhir.domain.record import Record
from pss_fhir.domain.team import CareTeam

_REAL = frozenset({EpisodeStatus.ACTIVE, EpisodeStatus.ON_HOLD, EpisodeStatus.FINISHED})


class CourseOfCare(Record):
    """The records around one person's contacts; a kind that was not read is None, one without any is empty.

    Attributes:
        sessions: the group sessions that the person's contacts were part of; they name nobody.
    """

    episodes: tuple[Episode, ...] | None = None
    discharges: tuple[DischargeSummary, ...] | None = None
    teams: tuple[CareTeam, ...] | None = None
    diagnoses: tuple[Diagnosis, ...] | None = None
    requests: tuple[AuthorizationRequest, ...] | None = None
    consents: tuple[Consent, ...] | None = None
    disclosures: tuple[Disclosure, ...] | None = None
    sessions: tuple[GroupSession, ...] | None = None

    def real_episodes(self) -> tuple[Episode, ...]:
        """Episodes that took place and say when they began, the earliest first."""
        real = (one for one in self.episodes or () if one.status in _REAL and one.days.start_on is not None)
        return tuple(sorted(real, key=lambda one: (one.days.start_on or date.min, one.ref)))

    def episode_of(self, day: date) -> Episode | None:
        """The episode that a day of service belongs to: the last that had begun by then, else the first.

        A visit that lies outside every episode is thus counted with one of them, never by itself.
        """
        episodes = self.real_episodes()
        begun = [one for one in episodes if one.days.start_on is not None and one.days.start_on <= day]
        return begun[-1] if begun else next(iter(episodes), None)
