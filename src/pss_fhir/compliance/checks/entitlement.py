"""What entitles a person to the service, and what goes with a request for units."""

from __future__ import annotations

from pydantic import Field

from pss_fhir.compliance.check import Check, Parameters, Subject
from pss_fhir.compliance.checks.missing import not_read
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import listed
from pss_fhir.domain.authorization_request import (
    AuthorizationRequest,
    RequestKind,
    RequestStatus,
    SupportKind,
)
from pss_fhir.domain.diagnosis import DiagnosisKind, DiagnosisStatus
from pss_fhir.domain.payer import PEER_SUPPORT

_CURRENT = frozenset({DiagnosisStatus.ACTIVE, DiagnosisStatus.REMISSION})
_PARTS = {
    "order": frozenset({SupportKind.ORDER}),
    "plan": frozenset({SupportKind.PLAN}),
    # An assessment may be held as any kind of document; what does not say what it is may be it.
    "assessment": frozenset({SupportKind.ASSESSMENT, SupportKind.OTHER}),
}
"""Each part of the packet: the kinds of record that are it."""


class DiagnosisKinds(Parameters):
    """Kinds of disorder of which the person needs one."""

    kinds: tuple[DiagnosisKind, ...] = Field(min_length=1)


class Packet(Parameters):
    """What goes with a request: ``order``, ``plan``, ``assessment``."""

    parts: tuple[str, ...] = ("order", "plan", "assessment")


def diagnosis_fits(facts: ChartFacts, wanted: DiagnosisKinds) -> Outcome:
    """The person has a diagnosis of a kind that the service is for."""
    diagnoses = facts.chart.course.diagnoses
    if diagnoses is None:
        return not_read("the person's diagnoses")
    current = [one for one in diagnoses if one.status in _CURRENT]
    fitting = sorted(one.ref for one in current if one.kind in wanted.kinds)
    if fitting:
        # Which one it is stays in the chart: nobody needs it to see that the rule is kept.
        return met("The chart holds a diagnosis of a kind that the service is for.", records=tuple(fitting))
    if not current:
        return cannot_tell("The chart holds no current diagnosis.")
    records = tuple(sorted(one.ref for one in current))
    if any(one.kind is None for one in current):
        return cannot_tell("A diagnosis of the chart has words and no ICD-10-CM code.", records=records)
    return broken("No diagnosis of the chart is of a kind that the service is for.", records=records)


def packet_complete(facts: ChartFacts, packet: Packet) -> Outcome | tuple[Outcome, ...]:
    """A request for units goes with the order, the plan and the assessment."""
    requests = facts.chart.course.requests
    if requests is None:
        return not_read("the requests for authorization")
    asked = [
        one
        for one in requests
        if one.status is RequestStatus.ACTIVE
        and one.kind is not RequestKind.CANCELLATION
        and one.service_code == PEER_SUPPORT
        and one.asked_on <= facts.today
    ]
    if not asked:
        return does_not_apply("No request for authorization is on record.")
    return tuple(_packet_of(one, packet) for one in sorted(asked, key=lambda one: one.ref))


def _packet_of(request: AuthorizationRequest, packet: Packet) -> Outcome:
    kinds = {record.kind for record in request.supporting}
    lacking = [part for part in packet.parts if not kinds & _PARTS[part]]
    if lacking:
        return broken(
            f"The request goes without the {listed(lacking, 'and the')}.",
            records=(request.ref,),
            focus=request.ref,
        )
    return met("The request goes with everything that it needs.", records=(request.ref,), focus=request.ref)


CHECKS = (
    Check("diagnosis-fits", Subject.CHART, DiagnosisKinds, diagnosis_fits),
    Check("request-complete", Subject.CHART, Packet, packet_complete),
)
