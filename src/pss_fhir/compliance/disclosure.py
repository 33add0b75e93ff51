"""May these records go to this recipient for this? Asked before anything is sent; nothing is sent here.

The grounds in law and the barriers against them are rules like all others: dated records with citation and
evidence (docs/rules.md, "Confidentiality"). A disclosure cannot be taken back, so anything short of a
certain yes keeps the records where they are, whatever the severity of a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pss_fhir.compliance.checks.disclosure import grounds_of, readings, stands_on
from pss_fhir.compliance.checks.disclosure_log import Notice
from pss_fhir.compliance.disclosure_case import DisclosureCase
from pss_fhir.compliance.engine import answers_for_disclosure, findings_in
from pss_fhir.compliance.facts.disclosure import DisclosureFacts
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.payers import ANY_PAYER
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.consent import Consent
from pss_fhir.domain.record import Ref


class Verdict(StrEnum):
    """What was decided."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    CANNOT_TELL = "cannot-tell"


NOTICE, CONSENT_OR_SCOPE, ACCOUNTING = "notice", "consent-or-scope", "accounting"
"""What can have to go with a disclosure: words of a rule's ``carries``."""


@dataclass(frozen=True)
class Decision:
    """What was decided about one planned disclosure.

    Attributes:
        grounds: ids of the rules that let the records go, whatever forbids it besides.
        carries: what must be done with it: ``notice``, ``consent-or-scope``, ``accounting``.
        notice: the words of the notice that must go along, None where none must.
        consent_ref: the consent it rests on, to be named in the accounting.
        findings: everything that keeps it from being sent; empty where it may be.
    """

    verdict: Verdict
    grounds: tuple[str, ...]
    carries: tuple[str, ...]
    notice: str | None
    consent_ref: Ref | None
    findings: tuple[Finding, ...]

    @property
    def may_be_sent(self) -> bool:
        """Whether it may be sent; what cannot be told stays here."""
        return self.verdict is Verdict.ALLOWED


def decide(
    case: DisclosureCase,
    consents: Iterable[Consent] | None,
    policies: PolicySet,
    *,
    as_of: datetime,
) -> Decision:
    """Whether records may be disclosed, on which ground, and what must go with them.

    Pure: the same arguments give the same decision, and nothing is read, written or sent.

    Args:
        case: the planned disclosure; what is not known in it stays None.
        consents: the person's consents; None where they could not be read.
        policies: the loaded rules; those of the day of the disclosure are asked.
        as_of: the moment of asking.

    Source: rules.md section 7; 42 CFR Part 2; G.S. 122C-52 to 122C-56.
    """
    facts = DisclosureFacts(case, consents, policies, as_of=as_of)
    findings = findings_in(answers_for_disclosure(facts), all_answers=False)
    standing = [
        (bound.rule.id, ground)
        for bound, ground in grounds_of(facts)
        if not bound.is_only_remembered
        and any(stands_on(facts, ground, is_part_2=one)[0] for one in readings(facts))
    ]
    carries = tuple(sorted({ACCOUNTING, *(part for _, ground in standing for part in ground.carries)}))
    answers = {finding.answer for finding in findings}
    verdict = (
        Verdict.BLOCKED
        if Answer.BROKEN in answers
        else Verdict.CANNOT_TELL
        if Answer.CANNOT_TELL in answers
        else Verdict.ALLOWED
    )
    notice = policies.parameters_for(Notice, case.on, ANY_PAYER) if NOTICE in carries else None
    return Decision(
        verdict=verdict,
        grounds=tuple(rule for rule, _ in standing),
        carries=carries,
        notice=notice.text if notice else None,
        consent_ref=facts.covering.ref if facts.covering else None,
        findings=findings,
    )
