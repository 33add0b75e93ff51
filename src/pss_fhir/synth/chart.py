"""Everything that is on record of one synthetic person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pss_fhir.domain.incident import Incident
from pss_fhir.domain.people import Client
from pss_fhir.domain.record import Record
from pss_fhir.synth.additions import additions_of
from pss_fhir.synth.authorizations import authorizations_of
from pss_fhir.synth.authorships import authorships_of
from pss_fhir.synth.client import client_of, coverage_of
from pss_fhir.synth.consents import consents_of
from pss_fhir.synth.deadlines import deadlines_of
from pss_fhir.synth.enrolment import enrolment_of
from pss_fhir.synth.groups import Group, group_visits_of
from pss_fhir.synth.incidents import Happening, crisis_calls_of, happenings_of
from pss_fhir.synth.needs import characteristics_of, diagnoses_of
from pss_fhir.synth.own_plans import own_plans_of, safety_plan_ref
from pss_fhir.synth.person import Person
from pss_fhir.synth.plan import plans_of
from pss_fhir.synth.record_uses import uses_of
from pss_fhir.synth.recovery import recovery_of
from pss_fhir.synth.referrals import referrals_of
from pss_fhir.synth.truth import Broken, broken_by_happening, broken_by_visits
from pss_fhir.synth.visits import Visit, visits_of


@dataclass(frozen=True, slots=True)
class Chart:
    """One person's story.

    Attributes:
        visits: the contacts in the order of their times, groups included.
        happenings: incidents with their deadlines.
    """

    person: Person
    client: Client
    visits: tuple[Visit, ...]
    happenings: tuple[Happening, ...]
    group: Group | None

    @property
    def incidents(self) -> Iterator[Incident]:
        """The incidents alone."""
        return (happening.incident for happening in self.happenings)

    def records(self) -> Iterator[Record]:
        """Every record but the contacts and notes of the visits."""
        person = self.person
        diagnoses = tuple(diagnoses_of(person))
        said = tuple(characteristics_of(person))
        yield self.client
        yield coverage_of(person)
        yield from diagnoses
        yield from said
        yield from plans_of(person, (*(each.ref for each in said), safety_plan_ref(person)))
        yield from own_plans_of(person)
        yield from enrolment_of(person)
        yield from authorizations_of(person, diagnoses, is_in_group=self.group is not None)
        yield from referrals_of(person)
        yield from consents_of(person)
        yield from deadlines_of(person)
        additions = tuple(additions_of(person, self.visits))
        yield from additions
        yield from authorships_of(self.visits, additions)
        yield from uses_of(person)
        yield from recovery_of(person, self.visits)
        yield from crisis_calls_of(person, self.visits)
        for happening in self.happenings:
            yield happening.incident
            yield from happening.deadlines

    def broken(self) -> Iterator[Broken]:
        """The rules that are broken on purpose."""
        yield from broken_by_visits(self.person, self.visits)
        for happening in self.happenings:
            yield from broken_by_happening(happening)


def chart_of(person: Person, group: Group | None, *, share: float) -> Chart:
    """The story of one person.

    Args:
        person: whose it is.
        group: the specialist's, where there is one.
        share: of the visits that break a rule.
    """
    own_group = group if group and person in group.members else None
    visits = [*visits_of(person, share=share), *(group_visits_of(person, own_group) if own_group else ())]
    visits.sort(key=lambda visit: (visit.contact.service_on, visit.contact.started_at))
    return Chart(
        person=person,
        client=client_of(person),
        visits=tuple(visits),
        happenings=tuple(happenings_of(person, visits, share=share)),
        group=own_group,
    )
