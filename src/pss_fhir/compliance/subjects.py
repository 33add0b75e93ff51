"""What the rules say of one thing at a time: a chart, a specialist, a team, an incident, a disclosure.

A note has its own way, :func:`~pss_fhir.compliance.check_note`, and a whole agency is audited by
:func:`~pss_fhir.compliance.audit`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pss_fhir.clock import local_date
from pss_fhir.compliance.calendar import DueItem, UnknownItem, due_items, unknown_items
from pss_fhir.compliance.disclosure_case import DisclosureCase, case_of
from pss_fhir.compliance.engine import (
    answers_for_chart,
    answers_for_disclosure,
    answers_for_incident,
    answers_for_specialist,
    answers_for_team,
    findings_in,
)
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.disclosure import DisclosureFacts
from pss_fhir.compliance.facts.incident import IncidentFacts
from pss_fhir.compliance.facts.staff import SpecialistFacts, TeamFacts
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.incident_clocks import IncidentClock, incident_clocks
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.consent import Consent, Disclosure
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.staff import StaffMember, StaffRecords


def check_chart(
    chart: Chart, policies: PolicySet, *, as_of: datetime, all_answers: bool = False
) -> tuple[Finding, ...]:
    """What the rules say of a chart as a whole, its single notes aside."""
    return findings_in(answers_for_chart(ChartFacts(chart, policies, as_of=as_of)), all_answers=all_answers)


def check_specialist(
    member: StaffMember,
    staff: StaffRecords,
    policies: PolicySet,
    *,
    today: date,
    specialist: Specialist | None = None,
    all_answers: bool = False,
) -> tuple[Finding, ...]:
    """What the rules say of one member of staff.

    Args:
        member: the person's row in the staff records.
        staff: the agency's staff records, of everybody.
        policies: the loaded rules.
        today: the day of asking.
        specialist: the same person as the EHR knows them, where it does.
        all_answers: also rules that are met or do not apply.
    """
    facts = SpecialistFacts(member, staff, policies, today=today, specialist=specialist)
    return findings_in(answers_for_specialist(facts), all_answers=all_answers)


def calendar_of(
    member: StaffMember,
    staff: StaffRecords,
    policies: PolicySet,
    *,
    today: date,
    specialist: Specialist | None = None,
) -> tuple[DueItem, ...]:
    """What falls due for one member of staff, the soonest first; arguments as in :func:`check_specialist`.

    What may fall due, and nobody can say when, is for :func:`calendar_gaps_of` to tell.
    """
    return due_items(SpecialistFacts(member, staff, policies, today=today, specialist=specialist))


def calendar_gaps_of(
    member: StaffMember,
    staff: StaffRecords,
    policies: PolicySet,
    *,
    today: date,
    specialist: Specialist | None = None,
) -> tuple[UnknownItem, ...]:
    """What may fall due for one member of staff, and nobody can say when, with what is wanting to say it.

    Arguments as in :func:`check_specialist`. Without these, :func:`calendar_of` is no whole calendar.

    Returns:
        In the order of what may fall due; empty where every row could be read and holds its days.
    """
    return unknown_items(SpecialistFacts(member, staff, policies, today=today, specialist=specialist))


def check_team(
    supervisor: StaffMember,
    staff: StaffRecords,
    policies: PolicySet,
    *,
    today: date,
    all_answers: bool = False,
) -> tuple[Finding, ...]:
    """What the rules say of a supervisor's team, and of each of its members."""
    team = TeamFacts(supervisor, staff, today=today)
    members = [SpecialistFacts(member, staff, policies, today=today) for member in team.members]
    answers = (answers_for_team(team, policies), *map(answers_for_specialist, members))
    return findings_in(*answers, all_answers=all_answers)


def check_incident(
    incident: Incident, policies: PolicySet, *, as_of: datetime, all_answers: bool = False
) -> tuple[Finding, ...]:
    """What the rules say of one incident."""
    facts = IncidentFacts(incident, policies, as_of=as_of)
    return findings_in(answers_for_incident(facts), all_answers=all_answers)


def clocks_of(incident: Incident, policies: PolicySet, *, as_of: datetime) -> tuple[IncidentClock, ...]:
    """The clocks that run, or ran, for one incident, the one that is due first at the head."""
    found = incident_clocks(IncidentFacts(incident, policies, as_of=as_of))
    return tuple(sorted(found, key=lambda clock: (clock.due_at, clock.rule)))


def check_disclosure(
    sent: Disclosure | DisclosureCase,
    consents: Iterable[Consent] | None,
    policies: PolicySet,
    *,
    as_of: datetime,
    all_answers: bool = False,
) -> tuple[Finding, ...]:
    """What the rules say of a disclosure, on record or planned.

    Whether a planned one may be sent is for :func:`pss_fhir.compliance.disclosure.decide` to say.

    Args:
        sent: a line of the accounting of disclosures, or a case that says more than the line does.
        consents: the person's consents, None where they could not be read.
        policies: the loaded rules.
        as_of: the moment of asking.
        all_answers: also rules that are met or do not apply.
    """
    if isinstance(sent, Disclosure):
        sent = case_of(sent, policies.payers, on=local_date(sent.disclosed_at))
    facts = DisclosureFacts(sent, consents, policies, as_of=as_of)
    return findings_in(answers_for_disclosure(facts), all_answers=all_answers)
