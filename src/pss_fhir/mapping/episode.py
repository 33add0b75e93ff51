"""Episode <-> EpisodeOfCare (eLTSS)."""

from __future__ import annotations

from pss_fhir.domain.episode import Episode, EpisodeStatus
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import CARE_CODE_SYSTEMS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, period_of_days, reference
from pss_fhir.r4.canonicals import EPISODE_PROFILE, EPISODE_TYPE_CODES
from pss_fhir.r4.references import type_of_ref

_WRITTEN = {
    EpisodeStatus.PLANNED: "planned",
    EpisodeStatus.WAITING: "waitlist",
    EpisodeStatus.ACTIVE: "active",
    EpisodeStatus.ON_HOLD: "onhold",
    EpisodeStatus.FINISHED: "finished",
    EpisodeStatus.CANCELLED: "cancelled",
    EpisodeStatus.RETRACTED: "entered-in-error",
}
_READ = {code: status for status, code in _WRITTEN.items()}
_TYPES = [
    concept(coding(EPISODE_TYPE_CODES, code, shown))
    for code, shown in CARE_CODE_SYSTEMS[EPISODE_TYPE_CODES].items()
]
CONCEPT = Concept(
    words="an episode",
    record=Episode,
    resource_types=("EpisodeOfCare",),
    profile=EPISODE_PROFILE,
    reads=(
        "id",
        "identifier",
        "status",
        "patient",
        "managingOrganization",
        "period",
        "referralRequest",
        "careManager",
        "team",
    ),
)


def to_fhir(episode: Episode) -> models.EpisodeOfCare:
    """The episode as an EpisodeOfCare; its profile asks for the first day and the agency."""
    own = (EPISODE_PROFILE,) if episode.days.start_on and episode.agency_ref else ()
    made = begin("EpisodeOfCare", episode.ref, own, episode.identifiers)
    made["status"] = _WRITTEN[episode.status]
    made["type"] = list(_TYPES)
    made["patient"] = reference(episode.client_ref)
    if episode.agency_ref:
        made["managingOrganization"] = reference(episode.agency_ref)
    if period := period_of_days(episode.days):
        made["period"] = period
    if episode.referral_refs:
        made["referralRequest"] = [reference(ref) for ref in episode.referral_refs]
    if episode.care_manager_ref:
        made["careManager"] = reference(episode.care_manager_ref)
    if episode.team_refs:
        made["team"] = [reference(ref) for ref in episode.team_refs]
    return models.EpisodeOfCare.model_validate(made)


def read(episode: Element) -> Episode:
    """The episode that an EpisodeOfCare describes, of whatever type.

    A care manager that stands as a role counts as the practitioner of that role, where it is at hand.

    Raises:
        Unreadable: no id, status or person, or finished without a last day; noted in the report.
    """
    ref, identifiers = episode.known_as()
    return episode.build(
        Episode,
        ref=ref,
        client_ref=episode.require(episode.ref("patient"), "patient", CONCEPT.words),
        status=episode.require(episode.code("status", _READ), "status", CONCEPT.words),
        identifiers=identifiers,
        days=episode.days("period"),
        agency_ref=episode.ref("managingOrganization"),
        care_manager_ref=_care_manager(episode),
        team_refs=episode.refs("team"),
        referral_refs=episode.refs("referralRequest"),
    )


def _care_manager(episode: Element) -> Ref | None:
    manager = episode.one("careManager")
    if manager is None:
        return None
    found = manager.own_ref()
    if found is None or type_of_ref(found) != "PractitionerRole":
        return found
    role = manager.target()
    return (role.ref("practitioner") if role else None) or found
