"""What lets a record be disclosed, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterator

from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.disclosure_case import Reason, RecipientKind
from pss_fhir.compliance.facts.disclosure import DisclosureFacts, Need
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.payers import ANY_PAYER
from pss_fhir.compliance.policy_set import BoundRule
from pss_fhir.compliance.words import day_words, listed
from pss_fhir.domain.consent import ConsentStatus

_CONSENTED = frozenset({Reason.TREATMENT, Reason.PAYMENT, Reason.OPERATIONS})

_NEED_WORDS = {
    Need.CONSENT: "whether a written consent covers it",
    Need.NO_OBJECTION: "whether the person was told and did not object",
    Need.AGREEMENT: "whether a written agreement binds the recipient",
    Need.COURT_ORDER: "whether a court ordered it",
    Need.PROFESSIONAL: "which responsible professional decided on it",
}


class Ground(Parameters):
    """A ground in law on which records may be disclosed.

    Attributes:
        part_2: whether it is for records of 42 CFR Part 2 (true), for all others (false), or for both.
        recipients: to whom; empty for anybody.
        reasons: what for; empty for anything.
        needs: what must be so.
        carries: what must go with what is sent.
    """

    part_2: bool | None = None
    recipients: tuple[RecipientKind, ...] = ()
    reasons: tuple[Reason, ...] = ()
    needs: tuple[Need, ...] = ()
    carries: tuple[str, ...] = ()


class Providers(Parameters):
    """Recipients that get substance use information by written consent only."""

    recipients: tuple[RecipientKind, ...] = (RecipientKind.PROVIDER,)
    reasons: tuple[Reason, ...] = (Reason.TREATMENT, Reason.OPERATIONS)


def stands_on(facts: DisclosureFacts, ground: Ground, *, is_part_2: bool) -> tuple[bool | None, list[str]]:
    """Whether a disclosure stands on a ground, None where that is not known, and what is not known."""
    case = facts.case
    if ground.part_2 not in (None, is_part_2):
        return False, []
    answers: list[tuple[bool | None, str]] = []
    if ground.recipients:
        known = None if case.recipient_kind is None else case.recipient_kind in ground.recipients
        answers.append((known, "what the recipient is"))
    if ground.reasons:
        known = None if case.reason is None else case.reason in ground.reasons
        answers.append((known, "what it is for"))
    answers += [(facts.has(need, is_part_2=is_part_2), _NEED_WORDS[need]) for need in ground.needs]
    if any(answer is False for answer, _ in answers):
        return False, []
    missing = [words for answer, words in answers if answer is None]
    return (None, missing) if missing else (True, [])


def readings(facts: DisclosureFacts) -> tuple[bool, ...]:
    """As what the records are taken: what the case says, or both where it does not say."""
    return (True, False) if facts.case.is_part_2 is None else (facts.case.is_part_2,)


def grounds_of(facts: DisclosureFacts) -> Iterator[tuple[BoundRule, Ground]]:
    """The grounds in force on the day of the disclosure."""
    for bound in facts.policies.answering(Subject.DISCLOSURE, facts.case.on, ANY_PAYER):
        if isinstance(bound.parameters, Ground):
            yield bound, bound.parameters


def ground_holds(facts: DisclosureFacts, ground: Ground) -> Outcome:
    """A ground in law lets the records go."""
    answers = [stands_on(facts, ground, is_part_2=one)[0] for one in readings(facts)]
    if True in answers and None not in answers:
        return met("The disclosure can stand on this.", records=_consent_records(facts, ground))
    return does_not_apply("The disclosure does not stand on this, or not for certain; cnf-010 sums up.")


def _consent_records(facts: DisclosureFacts, ground: Ground) -> tuple[str, ...]:
    covering = facts.covering if Need.CONSENT in ground.needs else None
    return (covering.ref,) if covering else ()


def ground_in_law(facts: DisclosureFacts, _: NoParameters) -> Outcome:
    """Some ground in law lets the records go, as what they are."""
    found: list[str] = []
    for is_part_2 in readings(facts):
        standing, unsure, missing = _weigh(facts, is_part_2=is_part_2)
        if standing:
            found += standing
        elif unsure:
            return cannot_tell(
                f"Nobody said {listed(missing, 'or')}, so it is not known whether this may be disclosed."
            )
        elif facts.case.is_part_2 is None:
            what = "if 42 CFR Part 2 covers the records" if is_part_2 else "if 42 CFR Part 2 does not"
            return cannot_tell(
                f"Nobody said whether 42 CFR Part 2 covers the records, and {what}, nothing lets them go."
            )
        else:
            kind = "records of 42 CFR Part 2" if is_part_2 else "these records"
            return broken(f"No consent and no other ground lets {kind} go to this recipient for this.")
    grounds = list(dict.fromkeys(found))
    return met(
        f"{'Rule' if len(grounds) == 1 else 'Rules'} {listed(grounds)} "
        f"{'lets' if len(grounds) == 1 else 'let'} the records go.",
        records=(facts.covering.ref,) if facts.covering else (),
    )


def _weigh(facts: DisclosureFacts, *, is_part_2: bool) -> tuple[list[str], bool, list[str]]:
    """Rules it stands on; whether it may stand on another; what is missing to know that.

    A ground that nobody read in its source opens nothing by itself: somebody must confirm it first.
    """
    standing: list[str] = []
    missing: dict[str, None] = {}
    for bound, ground in grounds_of(facts):
        stands, unknown = stands_on(facts, ground, is_part_2=is_part_2)
        if stands and bound.is_only_remembered:
            missing[f"who read rule {bound.rule.id} in its source (verified_by)"] = None
        elif stands:
            standing.append(bound.rule.id)
        missing |= dict.fromkeys(unknown)
    return standing, bool(missing), list(missing)


def consent_specific(facts: DisclosureFacts, _: NoParameters) -> Outcome:
    """The consent a disclosure rests on names who and how long, counts that day and was not taken back."""
    case = facts.case
    if case.reason is not None and case.reason not in _CONSENTED:
        return does_not_apply("A consent of this kind is not for such a disclosure.")
    consent = facts.covering
    if consent is None and case.consent_ref is None:
        return does_not_apply("It rests on no consent.")
    if facts.consents is None:
        return cannot_tell("The person's consents could not be read.")
    if consent is None:
        return cannot_tell("The consent it names is not among the person's consents.")
    lacking = [
        words
        for words, is_there in (
            ("who may receive", bool(consent.recipients)),
            ("until when it counts", consent.days.end_on is not None),
            ("when it was signed", consent.signed_at is not None),
        )
        if not is_there
    ]
    records = (consent.ref,)
    if lacking:
        return broken(f"The consent does not say {listed(lacking, 'or')}.", records=records)
    if consent.status is not ConsentStatus.ACTIVE or not consent.days.has(case.on):
        return broken(f"The consent does not count on {day_words(case.on)}.", records=records)
    return met("The consent names who and how long, and counts on that day.", records=records)


def not_in_proceedings(facts: DisclosureFacts, _: NoParameters) -> Outcome:
    """Records of Part 2 are not used against the person in proceedings without a court's order."""
    case = facts.case
    if case.is_part_2 is False:
        return does_not_apply("42 CFR Part 2 does not cover the records.")
    if case.reason is None:
        return cannot_tell("Nobody said what the disclosure is for.")
    if case.reason is not Reason.PROCEEDINGS:
        return does_not_apply("It is not for proceedings.")
    if case.is_against_the_person is False:
        return met("The proceedings are not against the person.")
    if case.is_against_the_person is None:
        return cannot_tell("Nobody said whether the proceedings are against the person.")
    if case.has_court_order is None:
        return cannot_tell("Nobody said whether a court ordered it.")
    if case.has_court_order:
        return met("A court ordered it.")
    return broken("The records would go into proceedings against the person, and no court ordered it.")


def counseling_notes_apart(facts: DisclosureFacts, _: NoParameters) -> Outcome:
    """Substance use counseling notes go with a consent made for them, or stay."""
    if facts.case.holds_counseling_notes is False:
        return does_not_apply("No counseling notes are among the records.")
    if facts.case.holds_counseling_notes is None:
        return cannot_tell("Nobody said whether counseling notes are among the records.")
    if facts.case.judged_consent_ref is not None:
        return met(
            "Somebody judged that the consent is for the counseling notes.",
            records=(facts.case.judged_consent_ref,),
        )
    if facts.is_consented(is_part_2=True) is False:
        return broken("Counseling notes are among the records, and no consent covers them.")
    return cannot_tell("The consent's record does not say whether it is for counseling notes.")


def not_objected(facts: DisclosureFacts, _: NoParameters) -> Outcome:
    """The person did not object in writing, where the law lets the person do so."""
    case = facts.case
    if case.recipient_kind is None:
        return does_not_apply("It is not known that the recipient is another provider; cnf-010 sums up.")
    if case.recipient_kind is not RecipientKind.PROVIDER or case.reason not in _CONSENTED:
        return does_not_apply("The law asks this only for other providers.")
    if case.has_objected and facts.is_consented(is_part_2=False) is not True:
        return broken("The person objected in writing.")
    return met("No objection in writing stands against it.")


def substance_use_by_consent(facts: DisclosureFacts, providers: Providers) -> Outcome:
    """Substance use information goes to other providers with written consent, or is left out."""
    case = facts.case
    if case.recipient_kind not in providers.recipients or case.reason not in providers.reasons:
        return does_not_apply("It does not go to another provider, as far as is known.")
    if case.holds_substance_use is False:
        return does_not_apply("The records do not tell of substance use.")
    consented = facts.is_consented(is_part_2=case.is_part_2 is not False)
    if consented:
        return met("A written consent covers it.", records=(facts.covering.ref,) if facts.covering else ())
    if case.holds_substance_use is None:
        return cannot_tell("Nobody said whether the records tell of substance use.")
    if consented is None:
        return cannot_tell("It is not known whether a written consent covers it.")
    return broken("The records tell of substance use, and no written consent covers this provider.")


CHECKS = (
    Check("disclosure-ground", Subject.DISCLOSURE, Ground, ground_holds, can_break=False),
    Check("ground-in-law", Subject.DISCLOSURE, NoParameters, ground_in_law),
    Check("consent-specific", Subject.DISCLOSURE, NoParameters, consent_specific),
    Check("not-in-proceedings", Subject.DISCLOSURE, NoParameters, not_in_proceedings),
    Check("counseling-notes-apart", Subject.DISCLOSURE, NoParameters, counseling_notes_apart),
    Check("not-objected", Subject.DISCLOSURE, NoParameters, not_objected),
    Check("substance-use-by-consent", Subject.DISCLOSURE, Providers, substance_use_by_consent),
)
