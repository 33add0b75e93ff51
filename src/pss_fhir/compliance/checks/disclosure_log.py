"""What goes with a disclosure, and what is written down about it."""

from __future__ import annotations

from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.facts.disclosure import DisclosureFacts
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import listed

_NOT_SENT = does_not_apply("It is not sent yet; the decision says what must go with it.")
_NOT_PART_2 = does_not_apply("42 CFR Part 2 does not cover the records.")
_WITHOUT_CONSENT = does_not_apply("It does not rest on a consent.")


class Notice(Parameters):
    """The words of the notice on the days the rule is in force."""

    text: str


class OwnProgram(Parameters):
    """Whether the agency's own records are those of a Part 2 program; None while nobody said."""

    is_part_2_program: bool | None = None


def _passed_over(facts: DisclosureFacts) -> Outcome | None:
    if facts.case.is_planned:
        return _NOT_SENT
    if facts.case.is_part_2 is False:
        return _NOT_PART_2
    return _WITHOUT_CONSENT if facts.case.consent_ref is None else None


def notice_went_along(facts: DisclosureFacts, _: NoParameters) -> Outcome:
    """A notice, and the consent or its scope, went with the disclosure."""
    if passed := _passed_over(facts):
        return passed
    case = facts.case
    if case.notice is not None and not case.notice.strip():
        return broken("No notice went with it.", records=_own(facts))
    if case.carries_consent is False:
        return broken("Neither the consent nor a statement of its scope went with it.", records=_own(facts))
    lacking = [
        words
        for words, value in (
            ("whether a notice went with it", case.notice),
            ("whether the consent or its scope went with it", case.carries_consent),
        )
        if value is None
    ]
    if lacking:
        return cannot_tell(f"The log does not say {listed(lacking)}.", records=_own(facts))
    return met("A notice and the consent or its scope went with it.", records=_own(facts))


def notice_worded(facts: DisclosureFacts, notice: Notice) -> Outcome:
    """The notice that went with the disclosure is worded as the rule of that day words it."""
    if passed := _passed_over(facts):
        return passed
    if not (facts.case.notice or "").strip():
        return does_not_apply("The log shows no notice; rule cnf-004 speaks of that.")
    if notice.text.casefold() in " ".join(str(facts.case.notice).split()).casefold():
        return met("The notice is worded as the rule of that day words it.", records=_own(facts))
    return broken("The notice is not worded as the rule of that day words it.", records=_own(facts))


def accounted_for(facts: DisclosureFacts, _: NoParameters) -> Outcome:
    """The accounting of disclosures tells whom, when, to whom, what for, what and by whom."""
    record = facts.case.record
    if record is None:
        return _NOT_SENT
    lacking = [
        words
        for words, is_there in (
            ("the recipient's name", record.recipient.name is not None),
            ("the consent or other ground", not record.is_part_2 or record.consent_ref is not None),
        )
        if not is_there
    ]
    if lacking:
        return broken(f"The line does not tell {listed(lacking)}.", records=_own(facts))
    return met("The line tells everything that an accounting needs.", records=_own(facts))


def labelled_as_part_2(facts: DisclosureFacts, own: OwnProgram) -> Outcome:
    """What a Part 2 program discloses is labelled as its record."""
    if facts.case.is_planned:
        return _NOT_SENT
    if own.is_part_2_program is None:
        return cannot_tell("The agency's file does not say whether it is a Part 2 program.")
    if own.is_part_2_program and not facts.case.is_part_2:
        return broken("The agency is a Part 2 program, and the line does not say so.", records=_own(facts))
    return met("The label fits what the agency is.", records=_own(facts))


def _own(facts: DisclosureFacts) -> tuple[str, ...]:
    return (facts.ref,) if facts.ref else ()


CHECKS = (
    Check("notice-went-along", Subject.DISCLOSURE, NoParameters, notice_went_along),
    Check("notice-worded", Subject.DISCLOSURE, Notice, notice_worded),
    Check("accounted-for", Subject.DISCLOSURE, NoParameters, accounted_for),
    Check("labelled-as-part-2", Subject.DISCLOSURE, OwnProgram, labelled_as_part_2),
)
