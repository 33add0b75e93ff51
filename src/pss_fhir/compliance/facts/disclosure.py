"""The facts of one disclosure: what its case says, and what the person's consents let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum

from pss_fhir.clock import local_date
from pss_fhir.compliance.disclosure_case import DisclosureCase, case_of
from pss_fhir.compliance.facts.fact import fact
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.consent import Consent, ConsentKind, ConsentStatus
from pss_fhir.domain.record import Days


class Need(StrEnum):
    """What a ground in law may need; each is answered yes, no, or not known."""

    CONSENT = "consent"
    NO_OBJECTION = "no-objection"
    AGREEMENT = "agreement"
    COURT_ORDER = "court-order"
    PROFESSIONAL = "professional"


class DisclosureFacts:
    """What the rules ask of one disclosure.

    Args:
        case: the disclosure.
        consents: the person's consents; None where they could not be read.
        policies: the loaded rules.
        as_of: the moment of asking.
    """

    def __init__(
        self,
        case: DisclosureCase,
        consents: Iterable[Consent] | None,
        policies: PolicySet,
        *,
        as_of: datetime,
    ) -> None:
        self.case = case
        self.policies = policies
        self.as_of = as_of
        self.consents = (
            None
            if consents is None
            else tuple(
                sorted(
                    (one for one in consents if one.client_ref == case.client_ref), key=lambda one: one.ref
                )
            )
        )

    @property
    def ref(self) -> str | None:
        """The line of the accounting of disclosures, None while it is planned or has no place yet."""
        return self.case.record.ref if self.case.record else None

    def has(self, need: Need, *, is_part_2: bool) -> bool | None:
        """Whether a need is met; None where that is not known.

        Args:
            need: what is asked.
            is_part_2: whether the records are taken as covered by 42 CFR Part 2.
        """
        case = self.case
        if need is Need.CONSENT:
            return self.is_consented(is_part_2=is_part_2)
        if need is Need.NO_OBJECTION:
            if case.has_objected:
                return False
            return case.was_told if case.has_objected is False or case.was_told is False else None
        if need is Need.AGREEMENT:
            return case.has_agreement
        if need is Need.COURT_ORDER:
            return case.has_court_order
        # Nobody named is nobody who decided: that is a fact, not a gap.
        return case.professional_ref is not None

    def is_consented(self, *, is_part_2: bool) -> bool | None:
        """Whether a written consent covers it: recipient, purpose, day, with an end."""
        if self.consents is None:
            return None
        answers = [self.is_covered_by(one) for one in self.consents_of_kind(is_part_2=is_part_2)]
        if True in answers:
            return True
        return None if None in answers else False

    def consents_of_kind(self, *, is_part_2: bool) -> tuple[Consent, ...]:
        """Consents that can count: for records of Part 2 only those made for it."""
        known = self.consents or ()
        return tuple(one for one in known if not is_part_2 or one.kind is ConsentKind.PART_2)

    def is_covered_by(self, consent: Consent) -> bool | None:
        """Whether one consent covers it; None where only its words name recipients and nobody judged them.

        A consent without an end does not count (G.S. 122C-53(a); rules.md CNF-011).
        """
        case = self.case
        counts = (
            consent.status is ConsentStatus.ACTIVE
            and consent.signed_at is not None
            and consent.days.end_on is not None
            and consent.days.has(case.on)
        )
        reasons = {purpose.value for purpose in consent.purposes}
        if not counts or (case.reason is not None and case.reason.value not in reasons):
            return False
        if consent.ref == case.judged_consent_ref:
            named: bool | None = True
        elif any(one.ref is not None and one.ref == case.recipient.ref for one in consent.recipients):
            named = True
        else:
            named = None if any(one.ref is None for one in consent.recipients) else False
        return None if named and case.reason is None else named

    @fact
    def covering(self) -> Consent | None:
        """The consent it rests on: the one it names, else the first that covers it, made for Part 2 first."""
        known = self.consents or ()
        if self.case.consent_ref is not None:
            return next((one for one in known if one.ref == self.case.consent_ref), None)
        found = [one for one in known if self.is_covered_by(one)]
        return next((one for one in found if one.kind is ConsentKind.PART_2), found[0] if found else None)


def disclosures_to_check(
    chart: Chart, policies: PolicySet, *, period: Days, as_of: datetime
) -> Iterator[DisclosureFacts]:
    """Every line of a person's accounting of disclosures with its day in a period, in the order of days."""
    course = chart.course
    for line in sorted(
        course.disclosures or (), key=lambda one: (one.disclosed_at.astimezone(UTC), one.ref or "")
    ):
        on = local_date(line.disclosed_at)
        if period.has(on):
            case = case_of(line, policies.payers, on=on)
            yield DisclosureFacts(case, course.consents, policies, as_of=as_of)
