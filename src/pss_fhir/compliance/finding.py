"""Finding: one rule's answer about one subject, with its source, as every face of the engine shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pss_fhir.compliance.outcome import Answer
from pss_fhir.issues import Severity


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule is written.

    Attributes:
        section: chapter, page or clause; None where the whole document is meant.
        effective: the day from which the document says so, None where it was not found.
        url: where it was read, None where no address is known.
    """

    document: str
    section: str | None = None
    effective: date | None = None
    url: str | None = None

    @property
    def place(self) -> str:
        """``10A NCAC 27G .0604, (a)``: the document and, where it is known, the section."""
        return ", ".join(part for part in (self.document, self.section) if part)

    def to_json(self) -> dict[str, Any]:
        """The citation as it is printed."""
        return {
            "document": self.document,
            "section": self.section,
            "effective": self.effective.isoformat() if self.effective else None,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer stands on.

    Attributes:
        status: how well the rule itself is known: FOUND-P, FOUND-S, SEED, MEM-h, MEM-m, MEM-l, UNKNOWN.
        verified_by: who read it in the document itself, None while nobody has.
        layer: federal, state, plan or agency.
        clause: the rule in plain words.
        records: references of the records looked at.
        arithmetic: the sum in words, None where nothing was counted.
        caution: why the rule can only warn, None where it binds in full.
    """

    status: str
    verified_by: str | None
    layer: str
    clause: str
    records: tuple[str, ...] = ()
    arithmetic: str | None = None
    caution: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The evidence as it is printed."""
        return {
            "status": self.status,
            "verified_by": self.verified_by,
            "layer": self.layer,
            "clause": self.clause,
            "records": list(self.records),
            "arithmetic": self.arithmetic,
            "caution": self.caution,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer.

    Attributes:
        rule: the rule's id (``pss-080``).
        answer: met, broken, cannot-tell or does-not-apply.
        severity: error blocks, warning warns, information informs; only a broken rule can be an error.
        subject: whom it is about: ``Patient/1``, ``staff/S-1``, ``incident/I-1`` or ``agency``.
        focus: the record it speaks of, None where that is the subject itself.
        service_date: the day of service, None where there is none.
        message: what is so, in plain words.
        fix: what to do about it.
        fields: form fields of the note it speaks about, by the names of ``NoteDraft``.
    """

    rule: str
    answer: Answer
    severity: Severity
    subject: str
    focus: str | None
    service_date: date | None
    message: str
    fix: str
    citation: Citation
    evidence: Evidence
    fields: tuple[str, ...] = ()

    @property
    def is_blocking(self) -> bool:
        """Whether it stops what is about to be done."""
        return self.answer is Answer.BROKEN and self.severity is Severity.ERROR

    @property
    def order(self) -> tuple[int, int, str, str, str]:
        """Sort key: what needs doing first comes first, then rule, subject and focus."""
        return (
            _ORDER[self.answer],
            self.severity.rank,
            self.rule,
            f"{self.subject} {self.service_date or ''}",
            f"{self.focus or ''} {self.message}",
        )

    def to_json(self) -> dict[str, Any]:
        """The finding as ``pss-fhir audit --format ndjson`` prints it."""
        return {
            "rule": self.rule,
            "answer": self.answer.value,
            "severity": self.severity.value,
            "subject": self.subject,
            "focus": self.focus,
            "service_date": self.service_date.isoformat() if self.service_date else None,
            "message": self.message,
            "fix": self.fix,
            "citation": self.citation.to_json(),
            "evidence": self.evidence.to_json(),
            "fields": list(self.fields),
        }


_ORDER = {Answer.BROKEN: 0, Answer.CANNOT_TELL: 1, Answer.MET: 2, Answer.DOES_NOT_APPLY: 3}
