"""What had to be done for a synthetic person by a day, and whether it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pss_fhir.domain.deadline import Deadline, DeadlineStatus, Obligation
from pss_fhir.synth.authorizations import AUTHORIZED_DAYS
from pss_fhir.synth.person import Person, moment, periods
from pss_fhir.synth.plan import YEAR_DAYS, plan_ref

_PLAN_NOTICE, _RENEWAL_NOTICE = timedelta(days=30), timedelta(days=20)


def deadline(
    name: str,
    obligation: Obligation,
    *,
    owner_ref: str,
    given_at: datetime,
    due_at: datetime,
    done_at: datetime | None,
    client_ref: str | None = None,
    focus_ref: str | None = None,
) -> Deadline:
    """One obligation; completed where it was done."""
    return Deadline(
        ref=f"Task/{name}",
        obligation=obligation,
        status=DeadlineStatus.COMPLETED if done_at else DeadlineStatus.REQUESTED,
        focus_ref=focus_ref,
        client_ref=client_ref,
        owner_ref=owner_ref,
        given_at=given_at,
        due_at=due_at,
        done_at=done_at,
    )


def deadlines_of(person: Person) -> Iterator[Deadline]:
    """The review of each plan and the renewal of each authorization; open where the story has ended."""
    for number, first in enumerate(periods(person.enrolled_on, person.last_on, YEAR_DAYS)):
        yield from _before(
            person,
            f"{person.key}-review-{number}",
            Obligation.PLAN_REVIEW,
            first + timedelta(days=YEAR_DAYS - 1),
            _PLAN_NOTICE,
            plan_ref(person, first),
        )
    for number, first in enumerate(periods(person.enrolled_on, person.last_on, AUTHORIZED_DAYS)):
        yield from _before(
            person,
            f"{person.key}-renewal-{number}",
            Obligation.AUTHORIZATION_RENEWAL,
            first + timedelta(days=AUTHORIZED_DAYS - 1),
            _RENEWAL_NOTICE,
            f"ClaimResponse/{person.key}-{number}",
        )


def _before(
    person: Person, name: str, obligation: Obligation, due_on: date, notice: timedelta, focus_ref: str
) -> Iterator[Deadline]:
    given_on = due_on - notice
    if given_on > person.last_on:
        return
    done_on = due_on - notice / 2
    yield deadline(
        name,
        obligation,
        owner_ref=person.colleague.ref,
        given_at=moment(given_on, 8),
        due_at=moment(due_on, 17),
        done_at=moment(done_on, 12, 5) if done_on <= person.last_on else None,
        client_ref=person.ref,
        focus_ref=focus_ref,
    )
