"""The facts of one staff member, of a supervisor's team, and of the whole agency, on one day."""

from __future__ import annotations

from datetime import date

from pss_fhir.compliance.facts.across_charts import AcrossCharts
from pss_fhir.compliance.facts.fact import fact
from pss_fhir.compliance.facts.worker import WorkerFacts
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.incident import Incident
from pss_fhir.domain.people import Specialist
from pss_fhir.domain.staff import (
    Assignment,
    BackgroundCheck,
    CheckKind,
    StaffMember,
    StaffRecords,
    StaffRole,
    Supervision,
    SupervisionKind,
)


class SpecialistFacts:
    """What the rules ask of one staff member.

    Args:
        member: the person's row in the staff records.
        staff: the agency's staff records, of everybody.
        policies: the loaded rules.
        today: the day of asking.
        specialist: the same person as the EHR knows them, where it does.
    """

    def __init__(
        self,
        member: StaffMember,
        staff: StaffRecords,
        policies: PolicySet,
        *,
        today: date,
        specialist: Specialist | None = None,
    ) -> None:
        self.member = member
        self.staff = staff
        self.policies = policies
        self.today = today
        self.worker = WorkerFacts(specialist, staff, ref=member.practitioner_ref, member=member)

    @property
    def ref(self) -> str:
        """How findings name the person."""
        return f"staff/{self.member.staff_id}"

    @property
    def is_employed(self) -> bool:
        """Whether the person works for the agency today."""
        return is_employed(self.member, self.today)

    @property
    def unread(self) -> frozenset[str]:
        """The lists of the staff records of which a row about the person may be unread."""
        return self.worker.unread

    @fact
    def supervisor(self) -> StaffMember | None:
        """The supervisor's row, None where none is named or the records hold no such row."""
        wanted = self.member.supervisor_id
        return (
            next((held for held in self.staff.members if held.staff_id == wanted), None) if wanted else None
        )

    def supervision(self, *kinds: SupervisionKind) -> tuple[Supervision, ...]:
        """The person's supervision of some kinds up to today, the oldest first."""
        own = [
            row
            for row in self.staff.supervision
            if row.staff_id == self.member.staff_id and row.kind in kinds and row.held_on <= self.today
        ]
        return tuple(sorted(own, key=lambda row: (row.held_on, row.kind)))

    def checks(self, kind: CheckKind) -> tuple[BackgroundCheck, ...]:
        """The person's look-ups of a kind, the oldest first."""
        own = [row for row in self.staff.checks if row.staff_id == self.member.staff_id and row.kind is kind]
        return tuple(sorted(own, key=lambda row: str(row.requested_on or row.completed_on or "")))

    @fact
    def caseload(self) -> tuple[Assignment, ...]:
        """Today's assignments, one for each client, in the order of clients."""
        today = {row.client_ref: row for row in self.worker.assignments() if row.days.has(self.today)}
        return tuple(today[ref] for ref in sorted(today))


def is_employed(member: StaffMember, day: date) -> bool:
    """Whether somebody works for the agency on a day; an unknown first day counts as long ago."""
    return (member.hired_on is None or member.hired_on <= day) and (
        member.left_on is None or day <= member.left_on
    )


class TeamFacts:
    """What the rules ask of a supervisor's team.

    Args:
        supervisor: the supervisor's row.
        staff: the agency's staff records, of everybody.
        today: the day of asking.

    Attributes:
        unread: the lists of the staff records of which a row may be unread.
    """

    def __init__(self, supervisor: StaffMember, staff: StaffRecords, *, today: date) -> None:
        self.supervisor = supervisor
        self.today = today
        self.unread = staff.unread_of(None)
        self.members = tuple(
            sorted(
                (
                    held
                    for held in staff.members
                    if held.supervisor_id == supervisor.staff_id and is_employed(held, today)
                ),
                key=lambda held: held.staff_id,
            )
        )

    @property
    def ref(self) -> str:
        """How findings name the team: by its supervisor."""
        return f"staff/{self.supervisor.staff_id}"

    @property
    def specialists(self) -> tuple[StaffMember, ...]:
        """The peer support specialists among them."""
        return tuple(held for held in self.members if held.role is StaffRole.CPSS)


class AgencyFacts:
    """What the rules ask of the agency as a whole.

    Args:
        staff: the agency's staff records.
        incidents: its incidents.
        policies: the loaded rules.
        today: the day of asking.
        across: visits and notes of all clients, as far as they are compared with each other.
        knows_staff: whether the agency gave its staff records.

    Attributes:
        unread: the lists of the staff records of which a row may be unread.
    """

    def __init__(
        self,
        staff: StaffRecords,
        incidents: tuple[Incident, ...],
        policies: PolicySet,
        *,
        today: date,
        across: AcrossCharts | None = None,
        knows_staff: bool = True,
    ) -> None:
        self.staff = staff
        self.unread = staff.unread_of(None)
        self.incidents = incidents
        self.across = across or AcrossCharts()
        self.knows_staff = knows_staff
        self.policies = policies
        self.today = today

    def employed(self, role: StaffRole) -> tuple[StaffMember, ...]:
        """Who works in a role today, in the order of their ids."""
        found = [held for held in self.staff.members if held.role is role and is_employed(held, self.today)]
        return tuple(sorted(found, key=lambda held: held.staff_id))
