"""A rule as its record says it, and how loudly it may speak."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Self

from pydantic import ConfigDict, Field, model_validator

from pss_fhir.compliance.outcome import Answer
from pss_fhir.domain.record import Record, ServiceCode, Text
from pss_fhir.issues import Severity

RULE_ID = r"^[a-z]+(-[a-z0-9]+)+$"
ALL = "all"


class Layer(StrEnum):
    """Who asks for it, from the widest to the narrowest."""

    FEDERAL = "federal"
    STATE = "state"
    PLAN = "plan"
    AGENCY = "agency"


class Fund(StrEnum):
    """Whose money pays."""

    MEDICAID = "medicaid"
    STATE = "state"


class EvidenceStatus(StrEnum):
    """How well a rule is known (rules.md, section 0)."""

    FOUND_PRIMARY = "FOUND-P"
    FOUND_SECONDARY = "FOUND-S"
    SEED = "SEED"
    MEMORY_HIGH = "MEM-h"
    MEMORY_MEDIUM = "MEM-m"
    MEMORY_LOW = "MEM-l"
    UNKNOWN = "UNKNOWN"


class _Part(Record):
    model_config = ConfigDict(populate_by_name=True)


class InForce(_Part):
    """First and last day of service on which a rule binds, both included; an open end is None."""

    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")

    def has(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)

    def overlaps(self, other: InForce) -> bool:
        """Whether the two spans share a day."""
        return (self.from_on or date.min) <= (other.to_on or date.max) and (other.from_on or date.min) <= (
            self.to_on or date.max
        )


class Source(_Part):
    """The citation of a record."""

    document: Text
    section: Text | None = None
    effective: date | None = None
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")


class Example(_Part):
    """One case and the answer it must get: the example case with single facts changed.

    Attributes:
        of: what is looked at; the subject of the rule's check decides between the rest.
        change: dotted path into the example case -> new value.
        without: dotted paths to take out.
        parameters: figures that differ from the record's, where the record leaves one open.
        says: words that the message must hold, where it matters which ones.
    """

    answer: Answer
    about: str | None = None
    change: dict[str, Any] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    parameters: dict[str, Any] = Field(default_factory=dict)
    says: str | None = None


class Rule(_Part):
    """One record of a policy file.

    Attributes:
        id: rules.md's id in lower case, or ``agency-...``.
        payers: payer keys or kinds it binds; ``all`` for everybody.
        service_codes: HCPCS codes it is about; empty for a rule that binds billed and unbilled alike.
        severity: how much it matters once its evidence allows it to (see :func:`binding_severity`).
        verified_by: who read it in the document itself.
        check: the check that answers it, None for an informational record, which gives a ``reason``.
        assumption: what was assumed where the text leaves room.
        replaces: rules whose place it takes while it is in force, as ``id`` or ``id@from-day``.
        may_be_replaced_by: narrower layers that this rule's own text allows to differ.
        agency_may_set: parameters that an agency sets without anybody's leave.
    """

    id: str = Field(pattern=RULE_ID)
    title: Text
    layer: Layer
    payers: tuple[str, ...] = (ALL,)
    funds: tuple[Fund, ...] = tuple(Fund)
    service_codes: tuple[ServiceCode, ...] = ()
    in_force: InForce = InForce()
    severity: Severity = Severity.WARNING
    evidence: EvidenceStatus
    verified_by: Text | None = None
    check: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    reason: Text | None = None
    citation: Source
    plain: Text
    fix: Text | None = None
    assumption: Text | None = None
    replaces: tuple[str, ...] = ()
    may_be_replaced_by: tuple[Layer, ...] = ()
    agency_may_set: tuple[str, ...] = ()
    examples: tuple[Example, ...] = Field(default=(), alias="example")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.check is None:
            if self.reason is None:
                raise ValueError("a record without a check is informational and needs a reason")
            if self.parameters or self.examples:
                raise ValueError("an informational record has no parameters and no examples")
        else:
            if self.reason is not None:
                raise ValueError("a record with a check is executable and has no reason")
            if self.fix is None:
                raise ValueError("a record with a check needs a fix")
        if not self.payers or not self.funds:
            raise ValueError("payers and funds cannot be empty")
        return self

    @property
    def is_executable(self) -> bool:
        """Whether a check answers it."""
        return self.check is not None

    @property
    def key(self) -> str:
        """The id with the first day in force, by which one dated record is named."""
        return f"{self.id}@{self.in_force.from_on}" if self.in_force.from_on else self.id


CAUTIONS = {
    EvidenceStatus.FOUND_SECONDARY: "Read in a secondary source only, so it reminds and never blocks.",
    EvidenceStatus.SEED: "An employer's statement, not law; it reminds unless the agency makes it binding.",
    EvidenceStatus.MEMORY_HIGH: "General knowledge, not read in its source yet, so it never blocks.",
    EvidenceStatus.MEMORY_MEDIUM: "General knowledge and not certain, so it never blocks.",
    EvidenceStatus.MEMORY_LOW: "General knowledge and doubtful, so it never blocks.",
    EvidenceStatus.UNKNOWN: "No text was found that settles it, so it never blocks.",
}
"""Why a rule of each status can only warn."""
MEANINGS = {
    EvidenceStatus.FOUND_PRIMARY: "Read in the law, the rule, or the page of state or plan.",
    **CAUTIONS,
}
"""What each status says."""


def is_limited(rule: Rule, *, is_agency_own: bool) -> bool:
    """Whether a rule may only warn, whatever severity its record wishes for.

    Args:
        rule: the record.
        is_agency_own: whether an agency wrote or raised it in its own file; that lifts SEED only.
    """
    if rule.verified_by is not None or rule.evidence is EvidenceStatus.FOUND_PRIMARY:
        return False
    return not (rule.evidence is EvidenceStatus.SEED and is_agency_own)


def binding_severity(rule: Rule, *, is_agency_own: bool = False) -> Severity:
    """How loudly a broken rule speaks: the record's severity, or a warning where evidence is thin.

    Source: rules.md, sections 0 and 13 ("severities").
    """
    if is_limited(rule, is_agency_own=is_agency_own) and rule.severity is Severity.ERROR:
        return Severity.WARNING
    return rule.severity
