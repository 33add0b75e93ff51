"""What a staff member must have learned, lived and proved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pydantic import Field

from pss_fhir.compliance.anniversary import last_day_within, months_after, whole_months_between
from pss_fhir.compliance.check import Check, StaffParameters, Subject
from pss_fhir.compliance.checks.credential import last_day_of
from pss_fhir.compliance.facts.staff import SpecialistFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import counted, day_words
from pss_fhir.domain.people import Credential, CredentialKind


class OnFile(StaffParameters):
    """Credentials of which one must be on file and current, and what they are called together."""

    kinds: tuple[CredentialKind, ...] = Field(min_length=1)
    what: str = Field(min_length=1)


class CourseHours(StaffParameters):
    """Hours of the peer course, for courses completed within a span of days.

    Attributes:
        asks_for_day: whether a course without a day is this rule's matter, or another one's.
    """

    hours: float = Field(gt=0)
    asks_for_day: bool = True
    completed_from: date | None = None
    completed_to: date | None = None


class CourseUse(StaffParameters):
    """Months within which the course leads to a first certificate."""

    months: int = Field(ge=1)


class RecoveryTime(StaffParameters):
    """Months of recovery before the first certificate, and what was asked before a change."""

    months: int = Field(ge=1)
    changed_on: date
    months_before: int = Field(ge=1)


class CertificateTerm(StaffParameters):
    """Months a certificate counts."""

    months: int = Field(ge=1)


class RenewalGrace(StaffParameters):
    """Months a certificate counts, and months after it in which it can still be renewed."""

    months: int = Field(ge=1)
    grace_months: int = Field(ge=0)


class RenewalHours(StaffParameters):
    """Training needed to renew the certificate.

    Attributes:
        hours: hours in the term.
        ethics_hours: hours of ethics or boundaries.
        ethics_from: last days from which on ethics hours are needed.
        ethics_is_included: whether they count within ``hours`` or come on top.
        warn_days: days before the last day from which missing hours are a finding.
    """

    hours: float = Field(gt=0)
    ethics_hours: float = Field(ge=0)
    ethics_from: date | None = None
    ethics_is_included: bool = True
    warn_days: int = Field(default=90, ge=0)
    months: int = Field(default=24, ge=1)


def on_file(facts: SpecialistFacts, wanted: OnFile) -> Outcome:
    """A credential is on file and current today."""
    held = [one for kind in wanted.kinds for one in facts.worker.held(kind)]
    if not held:
        return broken(f"No {wanted.what} is on file.", records=(facts.ref,))
    if any(one.is_current_on(facts.today) for one in held):
        return met(f"A {wanted.what} is on file.", records=(facts.ref,))
    last = max((one.expires_on for one in held if one.expires_on), default=None)
    ended = f"ended on {day_words(last)}" if last and last < facts.today else "does not count yet"
    return broken(f"The {wanted.what} on file {ended}.", records=(facts.ref,))


def _is_within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _courses(facts: SpecialistFacts) -> tuple[Credential, ...]:
    return tuple(reversed(facts.worker.held(CredentialKind.PEER_COURSE)))


def course_hours(facts: SpecialistFacts, course: CourseHours) -> Outcome:
    """The peer course was as long as courses of its day had to be."""
    dated = sorted((one for one in _courses(facts) if one.issued_on), key=lambda one: str(one.issued_on))
    if not dated and not course.asks_for_day:
        return does_not_apply("No course of that time is on file.")
    if not dated:
        return cannot_tell(
            "The day on which the peer course was completed is not on file.", records=(facts.ref,)
        )
    taken = dated[-1]
    assert taken.issued_on is not None  # noqa: S101 - only dated ones are kept
    if not _is_within(taken.issued_on, course.completed_from, course.completed_to):
        return does_not_apply(
            f"The course was completed on {day_words(taken.issued_on)}; another length holds."
        )
    if taken.hours is None:
        return cannot_tell("The hours of the peer course are not on file.", records=(facts.ref,))
    arithmetic = f"{counted(taken.hours, 'hour')}, at least {course.hours:g}"
    if taken.hours < course.hours:
        return broken(
            f"The peer course had {counted(taken.hours, 'hour')}; one completed "
            f"on {day_words(taken.issued_on)} needs {course.hours:g}.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    return met(
        f"The peer course had {counted(taken.hours, 'hour')}.", records=(facts.ref,), arithmetic=arithmetic
    )


def _first_certificate_on(facts: SpecialistFacts) -> date | None:
    held = facts.worker.held(CredentialKind.NC_CPSS)
    return min((one.issued_on for one in held if one.issued_on), default=None)


def course_used_in_time(facts: SpecialistFacts, use: CourseUse) -> Outcome:
    """The course led to a first certificate while it could still be used."""
    completed = max((one.issued_on for one in _courses(facts) if one.issued_on), default=None)
    if completed is None and facts.worker.held(CredentialKind.NC_CPSS):
        return does_not_apply("A certificate is on file; the day of the course is not needed any more.")
    if completed is None:
        return cannot_tell(
            "The day on which the peer course was completed is not on file.", records=(facts.ref,)
        )
    last = last_day_within(completed, use.months)
    first = _first_certificate_on(facts)
    if first is None and facts.today <= last:
        return does_not_apply(f"The course can be used through {day_words(last)}.")
    if first is None:
        return broken(
            f"The course could be used through {day_words(last)}, and no certificate is on file.",
            records=(facts.ref,),
        )
    if first <= last:
        return met(f"The first certificate on file is of {day_words(first)}.", records=(facts.ref,))
    return cannot_tell(
        f"The first certificate on file is of {day_words(first)}, after {day_words(last)}; "
        "an earlier one is not on file.",
        records=(facts.ref,),
    )


def recovery_time(facts: SpecialistFacts, recovery: RecoveryTime) -> Outcome:
    """The time of recovery before the first certificate was long enough."""
    since, first = facts.member.recovery_since, _first_certificate_on(facts)
    if first is None:
        return cannot_tell("The first day of the certificate is not on file.", records=(facts.ref,))
    if since is None:
        return cannot_tell("The staff records do not say since when.", records=(facts.ref,))
    months = whole_months_between(since, first)
    needed = recovery.months if first >= recovery.changed_on else recovery.months_before
    arithmetic = f"{counted(months, 'month')} before {day_words(first)}, at least {needed}"
    if months < needed:
        return broken(
            f"The time stated before the certificate is {counted(months, 'month')}; {needed} are asked.",
            records=(facts.ref,),
            arithmetic=arithmetic,
        )
    return met("The time stated before the certificate is long enough.", arithmetic=arithmetic)


def recovery_stated(facts: SpecialistFacts, _: StaffParameters) -> Outcome:
    """The staff records hold the specialist's own statement of lived experience."""
    if facts.member.recovery_since is None:
        return cannot_tell(
            "The staff records do not hold the specialist's own statement.", records=(facts.ref,)
        )
    return met("The specialist's own statement is on file.", records=(facts.ref,))


def _last_day(held: Iterable[Credential], months: int) -> date | None:
    return max((last for one in held if (last := last_day_of(one, months)) is not None), default=None)


def certificate_today(facts: SpecialistFacts, term: CertificateTerm) -> Outcome:
    """The NC certificate is current today."""
    held = facts.worker.held(CredentialKind.NC_CPSS)
    if not held:
        return broken("No NC peer support certificate is on file.", records=(facts.ref,))
    begun = [one for one in held if one.issued_on is None or one.issued_on <= facts.today]
    if not begun:
        first = min(one.issued_on for one in held if one.issued_on)
        return broken(f"The NC certificate on file counts from {day_words(first)} on.", records=(facts.ref,))
    last = _last_day(begun, term.months)
    if last is None:
        return cannot_tell("The last day of the NC certificate is not on file.", records=(facts.ref,))
    if last < facts.today:
        return broken(f"The NC certificate ended on {day_words(last)}.", records=(facts.ref,))
    return met(
        f"The NC certificate is current through {day_words(last)}.",
        records=(facts.ref,),
        arithmetic=f"{counted((last - facts.today).days, 'day')} left",
    )


def certificate_renewable(facts: SpecialistFacts, term: RenewalGrace) -> Outcome:
    """A certificate that ended can still be renewed."""
    last = _last_day(facts.worker.held(CredentialKind.NC_CPSS), term.months)
    if last is None or facts.today <= last:
        return does_not_apply("No certificate has ended.")
    until = months_after(last, term.grace_months)
    if facts.today <= until:
        return met(f"It can be renewed late through {day_words(until)}; until then it cannot be used.")
    return broken(
        f"The certificate could be renewed through {day_words(until)}; now it takes a new application.",
        records=(facts.ref,),
        arithmetic=f"ended {day_words(last)}",
    )


def renewal_hours(facts: SpecialistFacts, needed: RenewalHours) -> Outcome:
    """The training for the next renewal is done before the certificate's last day."""
    held = [one for one in facts.worker.held(CredentialKind.NC_CPSS) if one.is_current_on(facts.today)]
    if not held or held[0].issued_on is None:
        return cannot_tell("No current certificate with its first day is on file.", records=(facts.ref,))
    last = last_day_of(held[0], needed.months)
    assert last is not None  # noqa: S101 - its first day is known, so its last one is
    rows = [
        row
        for row in facts.worker.trainings("continuing-education", "ethics", "boundaries")
        if held[0].issued_on < row.completed_on <= facts.today
    ]
    ethics = sum(row.hours or 0 for row in rows if row.topic in ("ethics", "boundaries"))
    hours = sum(row.hours or 0 for row in rows)
    asks_ethics = needed.ethics_from is None or last >= needed.ethics_from
    ethics_needed = needed.ethics_hours if asks_ethics else 0
    whole = needed.hours + (0 if needed.ethics_is_included else ethics_needed)
    arithmetic = (
        f"{hours:g} of {whole:g} hours, {ethics:g} of {ethics_needed:g} in ethics, since "
        f"{day_words(held[0].issued_on)}; due {day_words(last)}"
    )
    if hours >= whole and ethics >= ethics_needed:
        return met("The training for the next renewal is done.", records=(facts.ref,), arithmetic=arithmetic)
    if facts.today < last - timedelta(days=needed.warn_days):
        return does_not_apply(f"The renewal is due on {day_words(last)}: {arithmetic}.")
    return broken(
        f"The renewal is due on {day_words(last)}: {hours:g} of {whole:g} hours are on file, "
        f"{ethics:g} of {ethics_needed:g} in ethics.",
        records=(facts.ref,),
        arithmetic=arithmetic,
    )


def degree_on_file(facts: SpecialistFacts, wanted: OnFile) -> Outcome:
    """A professional's degree or license is on file; years of experience are not kept here."""
    if any(facts.worker.held(kind) for kind in wanted.kinds):
        return met(
            f"A {wanted.what} is on file; years of experience are not kept here.", records=(facts.ref,)
        )
    return cannot_tell(f"No {wanted.what} is on file.", records=(facts.ref,))


CHECKS = (
    Check("credential-on-file", Subject.SPECIALIST, OnFile, on_file, rows=("credentials",)),
    Check("degree-on-file", Subject.SPECIALIST, OnFile, degree_on_file, can_break=False),
    Check("course-hours", Subject.SPECIALIST, CourseHours, course_hours, rows=("credentials",)),
    Check("course-used-in-time", Subject.SPECIALIST, CourseUse, course_used_in_time, rows=("credentials",)),
    Check("recovery-time", Subject.SPECIALIST, RecoveryTime, recovery_time),
    Check("recovery-stated", Subject.SPECIALIST, StaffParameters, recovery_stated, can_break=False),
    Check("certificate-today", Subject.SPECIALIST, CertificateTerm, certificate_today, rows=("credentials",)),
    Check(
        "certificate-renewable",
        Subject.SPECIALIST,
        RenewalGrace,
        certificate_renewable,
        rows=("credentials",),
    ),
    Check(
        "renewal-hours", Subject.SPECIALIST, RenewalHours, renewal_hours, rows=("credentials", "trainings")
    ),
)
