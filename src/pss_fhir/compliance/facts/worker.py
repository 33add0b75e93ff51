"""The facts of one specialist: credentials and the agency's own rows about the person."""

from __future__ import annotations

from datetime import date
from operator import attrgetter

from pss_fhir.compliance.anniversary import months_after
from pss_fhir.compliance.facts.dated import Dated
from pss_fhir.compliance.facts.fact import fact
from pss_fhir.domain.people import Credential, CredentialKind, Specialist
from pss_fhir.domain.staff import Assignment, StaffMember, StaffRecords, Training


class WorkerFacts:
    """What the EHR and the agency's own records say of one specialist.

    Args:
        specialist: the person as the EHR knows them, None where it does not say.
        staff: the agency's records, of everybody or of this person, None where there are none.
        member: the person's row in them, where it was found already.
    """

    def __init__(
        self,
        specialist: Specialist | None,
        staff: StaffRecords | None,
        *,
        ref: str | None = None,
        member: StaffMember | None = None,
    ) -> None:
        self.specialist = specialist
        self.staff = staff
        self.ref = ref or (specialist.ref if specialist else None)
        if member is None and staff is not None and self.ref is not None:
            member = staff.member_at(self.ref)
        self.member = member
        self._taken: dict[tuple[str, ...], tuple[Training, ...]] = {}
        self._assigned: dict[str | None, tuple[Assignment, ...]] = {}
        self._assigned_by_day: dict[str, Dated[Assignment]] = {}
        self._held: dict[CredentialKind, tuple[Credential, ...]] = {}
        self._crisis: dict[int, tuple[Credential, ...]] = {}

    @fact
    def records(self) -> tuple[str, ...]:
        """References of the records the facts come from."""
        return tuple(
            ref
            for ref in (
                self.specialist.ref if self.specialist else None,
                f"staff/{self.member.staff_id}" if self.member else None,
            )
            if ref
        )

    @fact
    def credentials(self) -> tuple[Credential, ...]:
        """Everything both sources hold; the same credential may be in both."""
        held = self.specialist.credentials if self.specialist else ()
        if self.staff is not None and self.member is not None:
            held = (*held, *self.staff.credentials_of(self.member.staff_id))
        return held

    @property
    def is_complete(self) -> bool:
        """Whether what is not among the credentials is known not to be held.

        The agency's own records are complete; an EHR often holds no qualification at all.
        """
        return self.staff is not None and self.member is not None and "credentials" not in self.unread

    @fact
    def unread(self) -> frozenset[str]:
        """The lists of the staff records of which a row about the person may be unread."""
        if self.staff is None or self.member is None:
            return frozenset()
        return self.staff.unread_of(self.member.staff_id)

    def held(self, kind: CredentialKind) -> tuple[Credential, ...]:
        """Credentials of a kind, the one that lasts longest first; ties by first day, then number."""
        if kind not in self._held:
            self._held[kind] = self._sorted(kind)
        return self._held[kind]

    def _sorted(self, kind: CredentialKind) -> tuple[Credential, ...]:
        found = {held for held in self.credentials if held.kind is kind}
        return tuple(
            sorted(
                found,
                key=lambda held: (
                    held.expires_on or date.max,
                    held.issued_on or date.min,
                    held.identifier or "",
                ),
                reverse=True,
            )
        )

    def trainings(self, *topics: str) -> tuple[Training, ...]:
        """The person's trainings on some topics, the oldest first."""
        if self.staff is None or self.member is None:
            return ()
        if topics not in self._taken:
            own = [
                row
                for row in self.staff.trainings
                if row.staff_id == self.member.staff_id and row.topic in topics
            ]
            own.sort(key=lambda row: (row.completed_on, row.topic, row.hours or 0))
            self._taken[topics] = tuple(own)
        return self._taken[topics]

    def crisis_trainings(self, months: int) -> tuple[Credential, ...]:
        """Certificates of crisis prevention (CPI); a training stands for one that lasts some months."""
        if months not in self._crisis:
            held = self.held(CredentialKind.CPI)
            # A certificate's own last day is better knowledge than a guess from the training's date.
            dated = tuple(one for one in held if one.expires_on is not None)
            taken = (_certificate_of(row, months) for row in self.trainings("cpi")) if not dated else ()
            self._crisis[months] = dated or (*held, *taken)
        return self._crisis[months]

    def assignments(self, client_ref: str | None = None) -> tuple[Assignment, ...]:
        """The person's assignments, all or with one client, the oldest first."""
        if self.staff is None or self.member is None:
            return ()
        if client_ref not in self._assigned:
            own = [
                row
                for row in self.staff.assignments
                if row.staff_id == self.member.staff_id and client_ref in (None, row.client_ref)
            ]
            own.sort(key=lambda row: (row.days.start_on or date.min, row.client_ref))
            self._assigned[client_ref] = tuple(own)
        return self._assigned[client_ref]

    def assignments_on(self, day: date, client_ref: str) -> tuple[Assignment, ...]:
        """The person's assignments with one client that hold a day, the oldest first."""
        if client_ref not in self._assigned_by_day:
            self._assigned_by_day[client_ref] = Dated(self.assignments(client_ref), attrgetter("days"))
        return self._assigned_by_day[client_ref].on(day)


def _certificate_of(row: Training, months: int) -> Credential:
    on = row.completed_on
    return Credential(kind=CredentialKind.CPI, issued_on=on, expires_on=months_after(on, months))
