"""The working day of a specialist across clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from pss_fhir.compliance.check import Check, NoParameters, Subject
from pss_fhir.compliance.facts.across_charts import BookedVisit
from pss_fhir.compliance.facts.staff import AgencyFacts
from pss_fhir.compliance.outcome import Outcome, broken, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words


def not_double_booked(facts: AgencyFacts, _: NoParameters) -> tuple[Outcome, ...]:
    """No specialist is billed for two clients in the same minute; a group is one contact."""
    specialists = 0
    outcomes: list[Outcome] = []
    for specialist, visits in groupby(facts.across.visits, key=attrgetter("specialist_ref")):
        specialists += 1
        outcomes += _clashes(specialist, visits)
    if not specialists:
        return (does_not_apply("No billed visit with a start, an end and a specialist is on record."),)
    return tuple(outcomes) or (
        met(f"{counted(specialists, 'specialist')} had one client or one group at a time."),
    )


def _clashes(specialist: str, visits: Iterable[BookedVisit]) -> Iterator[Outcome]:
    """The clashes of one specialist's visits, which come in the order of time."""
    running: list[BookedVisit] = []
    for visit in visits:
        running = [other for other in running if other.ended_at > visit.started_at]
        for other in running:
            if other.client_ref != visit.client_ref and not (other.is_group and visit.is_group):
                yield broken(
                    f"Visits of two clients share time on {day_words(visit.on)}.",
                    records=(specialist, other.ref, visit.ref),
                    focus=visit.ref,
                )
        running.append(visit)


CHECKS = (Check("not-double-booked", Subject.AGENCY, NoParameters, not_double_booked),)
