"""The synthetic agency as a whole: the same for the same day and seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pss_fhir.sandbox.agency.calendar import Calendar
from pss_fhir.sandbox.agency.coding import Json
from pss_fhir.sandbox.agency.contacts import make_contact_resources, make_past_contacts
from pss_fhir.sandbox.agency.forms import make_forms
from pss_fhir.sandbox.agency.payers import make_authorization, make_coverage, make_order
from pss_fhir.sandbox.agency.people import (
    make_locations,
    make_organizations,
    make_patient,
    make_practitioner,
    make_practitioner_role,
)
from pss_fhir.sandbox.agency.plans import make_plan_resources
from pss_fhir.sandbox.agency.roster import Person, Roster, load_roster
from pss_fhir.sandbox.agency.safety import make_safety_plan
from pss_fhir.sandbox.agency.staff_folder import write_staff_folder


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency as of a day.

    Attributes:
        resources: everything that its EHR holds; never to be changed.
        stories: ``Patient/id`` to the situation that the client is in.
    """

    calendar: Calendar
    roster: Roster
    resources: tuple[Json, ...]
    stories: dict[str, str]

    def write_staff_folder(self, folder: Path) -> None:
        """Write the staff records that go with it as CSV files."""
        write_staff_folder(self.calendar, self.roster, folder)


@lru_cache(maxsize=8)
def make_agency(as_of: date, *, seed: int = 0) -> Agency:
    """The agency as of a day; another seed gives other visits and notes."""
    calendar = Calendar(as_of, seed)
    roster = load_roster()
    resources = [*make_organizations(), *make_locations(), *make_forms()]
    for member in roster.staff:
        resources += [make_practitioner(calendar, member), make_practitioner_role(calendar, member)]
    for number, person in enumerate(roster.clients, 1):
        resources += _chart(calendar, roster, person, number)
    stories = {person.ref: person.story for person in roster.clients}
    return Agency(calendar, roster, tuple(resources), stories)


def _chart(calendar: Calendar, roster: Roster, person: Person, number: int) -> list[Json]:
    contacts = make_past_contacts(calendar, person, number)
    order = make_order(calendar, person)
    safety_plan = make_safety_plan(calendar, person)
    chart = [
        make_patient(calendar, person, number),
        *make_plan_resources(calendar, person),
        make_coverage(calendar, person, number),
        *([order] if order else []),
        *([safety_plan] if safety_plan else []),
        make_authorization(calendar, person, sum(contact.units for contact in contacts)),
    ]
    for contact in contacts:
        chart += make_contact_resources(calendar, person, contact, roster)
    return chart
