"""Groups: who belongs, the session they share, who came, and the note that each member gets.

What is written about one member stays in that member's own contact and note; the session that they share
names nobody.
"""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field, model_validator

from pss_fhir.domain.contact import Contact, ContactKind, ContactStatus, Modality, Place
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import NOTE_IDENTIFIER, GoalProgress, ServiceNote, Signature
from pss_fhir.domain.payer import GROUP_MODIFIER, PEER_SUPPORT
from pss_fhir.domain.record import Days, Identifier, Moment, Record, Ref, ServiceCode, Text


class RosterMember(Record):
    """One member of a group, and over which days."""

    client_ref: Ref
    days: Days = Days()


class GroupRoster(Record):
    """Who belongs to a group; kept by the agency, since it names its members together.

    Attributes:
        agency_ref: whose group it is.
        members: each person once.
    """

    ref: Ref
    name: Text | None = None
    identifiers: tuple[Identifier, ...] = ()
    agency_ref: Ref | None = None
    members: tuple[RosterMember, ...] = ()
    is_active: bool = True

    @model_validator(mode="after")
    def _members_once(self) -> GroupRoster:
        named = [member.client_ref for member in self.members]
        if len(set(named)) != len(named):
            raise ValueError("a member is named twice")
        return self

    def members_on(self, day: date) -> tuple[Ref, ...]:
        """Who belongs to the group on a day, in the order of the roster."""
        return tuple(member.client_ref for member in self.members if member.days.has(day))


class GroupSession(Record):
    """One meeting of a group as a whole, without names.

    Attributes:
        roster_ref: the group that met.
        leader_refs: who led it, the main leader first.
        people_present: how many members came.
        started_at, ended_at: true times, never rounded.
    """

    ref: Ref
    roster_ref: Ref
    identifiers: tuple[Identifier, ...] = ()
    status: ContactStatus = ContactStatus.FINISHED
    leader_refs: tuple[Ref, ...] = ()
    modality: Modality | None = None
    place: Place | None = None
    place_name: Text | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    people_present: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _consistent(self) -> GroupSession:
        if self.ended_at and not self.started_at:
            raise ValueError("it has an end but no start")
        if self.started_at and self.ended_at and self.ended_at <= self.started_at:
            raise ValueError("the end is not after the start")
        return self


class Attendance(Record):
    """Whether one member came to a session, and what is only about that member.

    Attributes:
        contact_identifier, note_identifier: ``urn:uuid:...`` of the member's contact and note, given
            when attendance was taken.
        came: whether the member was there.
        arrived_at, left_at: where they differ from the session's times.
        goals: the member's goals that the session worked on.
        response: how the member took part; needed of a member who came before the note is signed.
        next_step: what is planned next with the member.
        order_ref: the order that the member is served under.
    """

    client_ref: Ref
    contact_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    note_identifier: str = Field(pattern=NOTE_IDENTIFIER)
    came: bool
    arrived_at: Moment | None = None
    left_at: Moment | None = None
    goals: tuple[GoalProgress, ...] = ()
    response: Text | None = None
    next_step: Text | None = None
    order_ref: Ref | None = None


class GroupRecord(Record):
    """What is written down after a session: the part that all share, and one part for each member.

    Attributes:
        purpose: why the group met.
        interventions, intervention_text: what the leader did, for all; it must name no member.
        attendance: each member of the roster once, whether the member came or not.
        service_code: HCPCS code billed for each member, None where the session is not billed.
    """

    session: GroupSession
    purpose: Text
    interventions: tuple[Intervention, ...] = ()
    intervention_text: Text
    attendance: tuple[Attendance, ...] = Field(min_length=1)
    service_code: ServiceCode | None = PEER_SUPPORT

    @model_validator(mode="after")
    def _consistent(self) -> GroupRecord:
        for name in ("client_ref", "contact_identifier", "note_identifier"):
            named = [getattr(member, name) for member in self.attendance]
            if len(set(named)) != len(named):
                raise ValueError(f"two members share a {name}")
        present = len(self.present)
        if self.session.people_present is not None and present > self.session.people_present:
            raise ValueError("more members came than the session counts")
        for member in self.present:
            begun, ended = self._times(member)
            if (begun and ended and ended <= begun) or (ended and not begun):
                raise ValueError("a member left before arriving")
        return self

    def _times(self, member: Attendance) -> tuple[datetime | None, datetime | None]:
        return member.arrived_at or self.session.started_at, member.left_at or self.session.ended_at

    @property
    def present(self) -> tuple[Attendance, ...]:
        """The members who came."""
        return tuple(member for member in self.attendance if member.came)

    def contacts(self) -> tuple[Contact, ...]:
        """One contact for each member who came, with the group modifier where it is billed."""
        return tuple(self._contact(member) for member in self.present)

    def _contact(self, member: Attendance) -> Contact:
        session = self.session
        started_at, ended_at = self._times(member)
        return Contact(
            contact_identifier=member.contact_identifier,
            client_ref=member.client_ref,
            specialist_ref=session.leader_refs[0] if session.leader_refs else None,
            status=session.status,
            kind=ContactKind.GROUP,
            modality=session.modality,
            place=session.place,
            place_name=session.place_name,
            started_at=started_at,
            ended_at=ended_at,
            service_code=self.service_code,
            modifiers=(GROUP_MODIFIER,) if self.service_code else (),
            order_ref=member.order_ref,
            people_present=session.people_present or len(self.present),
            group_ref=session.ref,
        )

    def unfinished(self) -> tuple[Ref, ...]:
        """The members who came and about whom nothing is written yet."""
        return tuple(member.client_ref for member in self.present if member.response is None)

    def notes(self, signature: Signature, *, is_late_entry: bool = False) -> tuple[ServiceNote, ...]:
        """One signed note for each member who came: the shared part and the member's own, nobody else's.

        Raises:
            ValueError: something is unfinished; see :meth:`unfinished`.
        """
        if count := len(self.unfinished()):
            raise ValueError(f"nothing is written yet about {count} of the members who came")
        return tuple(
            ServiceNote(
                note_identifier=member.note_identifier,
                contact=self._contact(member),
                goals=member.goals,
                interventions=self.interventions,
                purpose=self.purpose,
                intervention_text=self.intervention_text,
                response=str(member.response),
                next_step=member.next_step,
                written_at=signature.signed_at,
                is_late_entry=is_late_entry,
                signature=signature,
            )
            for member in self.present
        )
