"""The working day of a specialist across clients."""

from __future__ import annotations

from collections import defaultdict

from pss_fhir.compliance.check import Check, NoParameters, Subject
from pss_fhir.compliance.facts.staff import AgencyFacts
from pss_fhir.compliance.outcome import Outcome, broken, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.record import TimeSpan


def not_double_booked(facts: AgencyFacts, _: NoParameters) -> tuple[Outcome, ...]:
    """No specialist is billed for two clients in the same minute; a group is one contact."""
    by_specialist: dict[str, list[tuple[TimeSpan, Contact]]] = defaultdict(list)
    for visit in facts.visits:
        specialist_ref = visit.contact.specialist_ref
        if visit.contact.is_billable and specialist_ref is not None and visit.span is not None:
            by_specialist[specialist_ref].append((visit.span, visit.contact))
    if not by_specialist:
        return (does_not_apply("No billed visit with a start, an end and a specialist is on record."),)
    outcomes = []
    for specialist in sorted(by_specialist):
        outcomes += _clashes(specialist, by_specialist[specialist])
    return tuple(outcomes) or (
        met(f"{counted(len(by_specialist), 'specialist')} had one client or one group at a time."),
    )


def _clashes(specialist: str, visits: list[tuple[TimeSpan, Contact]]) -> list[Outcome]:
    visits.sort(key=lambda entry: (entry[0].started_at, entry[0].ended_at, entry[1].client_ref))
    found: list[Outcome] = []
    running: list[tuple[TimeSpan, Contact]] = []
    for span, contact in visits:
        running = [entry for entry in running if entry[0].ended_at > span.started_at]
        for _, other in running:
            if other.client_ref == contact.client_ref or (other.is_group and contact.is_group):
                continue
            day = contact.service_on
            refs = tuple(one.ref or one.contact_identifier or one.client_ref for one in (other, contact))
            found.append(
                broken(
                    f"Visits of two clients share time on {day_words(day) if day else 'one day'}.",
                    records=(specialist, *refs),
                    focus=refs[1],
                )
            )
        running.append((span, contact))
    return found


CHECKS = (Check("not-double-booked", Subject.AGENCY, NoParameters, not_double_booked),)
