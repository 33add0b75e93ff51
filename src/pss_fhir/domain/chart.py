"""What is known of one person when a specialist opens the chart."""

from __future__ import annotations

from enum import StrEnum

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.course import CourseOfCare
from pss_fhir.domain.note import Addendum, ServiceNote
from pss_fhir.domain.payer import Authorization, Coverage, ServiceOrder
from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.plan import Goal, Plan
from pss_fhir.domain.record import Moment, Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.domain.wellness import SafetyPlan


class ChartPart(StrEnum):
    """The parts of a chart that are read separately."""

    SPECIALIST = "specialist"
    PLANS = "plans"
    GOALS = "goals"
    ORDERS = "orders"
    AUTHORIZATIONS = "authorizations"
    COVERAGES = "coverages"
    CONTACTS = "contacts"
    NOTES = "notes"
    SAFETY_PLANS = "safety plans"
    STAFF = "staff"


class Chart(Record):
    """One person's records, as read at one moment, each part in the order the server gave.

    Attributes:
        specialist: the person who is signed in.
        course: what surrounds the contacts, as far as it was read.
        staff: what the agency's own records say of that specialist; None where it keeps none.
        unread: parts that could not be read (no scope, not offered, failed). A rule that needs one
            of them cannot tell; an empty part that is not in here is known to be empty.
        read_at: when the server was asked.
    """

    client: Client
    specialist: Specialist | None = None
    plans: tuple[Plan, ...] = ()
    goals: tuple[Goal, ...] = ()
    orders: tuple[ServiceOrder, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    contacts: tuple[Contact, ...] = ()
    notes: tuple[ServiceNote, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    safety_plans: tuple[SafetyPlan, ...] = ()
    course: CourseOfCare = CourseOfCare()
    staff: StaffRecords | None = None
    unread: frozenset[ChartPart] = frozenset()
    read_at: Moment

    def knows(self, part: ChartPart) -> bool:
        """Whether the part was read, so that what is not in it does not exist."""
        return part not in self.unread
