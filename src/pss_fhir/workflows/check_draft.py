"""What is still missing in a draft, and what the rules say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pss_fhir.compliance import Finding, check_note
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.domain.note import NoteDraft
from pss_fhir.domain.record import TimeSpan
from pss_fhir.domain.units import UnitCount
from pss_fhir.issues import Issue, make_issue
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.read_chart import ChartView
from pss_fhir.workflows.services import Services

LONGEST_NOTE = 100_000
"""Characters in all texts of a note together; some forty pages."""

_TEXTS = ("place_name", "purpose", "intervention_text", "response", "next_step")
_CHOICES = (("modality", "note.modality-missing"), ("place", "note.place-missing"))
_NEEDED_TEXTS = (
    ("purpose", "note.purpose-missing"),
    ("intervention_text", "note.intervention-missing"),
    ("response", "note.response-missing"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class VisitUnits:
    """The units of a visit, by itself and within its day.

    Attributes:
        own: what its time makes by itself, as the note says it.
        added: units that it adds to those of its day.
        counted_before: times of other visits that share a moment with it, and count already.
    """

    own: UnitCount
    added: int
    counted_before: tuple[TimeSpan, ...] = ()


@dataclass(frozen=True)
class CheckedDraft:
    """A draft, judged.

    Attributes:
        units: what the time makes; None while a time is missing, or not billed.
        findings: what the rules say, broken first.
        incomplete: what a signed note still needs; ``path`` is the name of the draft's field.
    """

    units: VisitUnits | None
    findings: tuple[Finding, ...]
    incomplete: tuple[Issue, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of signing: rules broken whose severity is error."""
        return tuple(found for found in self.findings if found.is_blocking)

    @property
    def can_be_signed(self) -> bool:
        """Whether nothing is missing and nothing blocks."""
        return not self.incomplete and not self.blocking


def check_draft(services: Services, view: ChartView, stored: StoredDraft) -> CheckedDraft:
    """The draft judged against the chart, as it would stand if it were signed now.

    Asks no server: the chart is the one the page was made from.
    """
    draft = stored.draft
    now = services.clock.now()
    incomplete = missing_in(draft, now)
    findings = check_note(view.chart, draft, services.policies, as_of=now)
    return CheckedDraft(
        units=_units_of(NoteFacts(ChartFacts(view.chart, services.policies, as_of=now), draft)),
        findings=tuple(found for found in findings if not _is_told_by(incomplete, found)),
        incomplete=incomplete,
    )


def _units_of(facts: NoteFacts) -> VisitUnits | None:
    if facts.own_units is None or facts.visit is None:
        return None
    return VisitUnits(facts.own_units, facts.visit.units, facts.counted_before)


def _is_told_by(incomplete: tuple[Issue, ...], finding: Finding) -> bool:
    """Whether a rule only repeats that a field still needs something; each field is named once."""
    fields = {issue.path for issue in incomplete}
    return bool(finding.fields) and fields.issuperset(finding.fields)


def missing_in(draft: NoteDraft, now: datetime) -> tuple[Issue, ...]:
    """What keeps a draft from being a whole note, in the order of the form."""
    found = [*_missing_times(draft, now)]
    found += [make_issue(code, path=name) for name, code in _CHOICES if getattr(draft, name) is None]
    found += [make_issue(code, path=name) for name, code in _NEEDED_TEXTS if not getattr(draft, name).strip()]
    for name in _TEXTS:
        if bad := _CONTROL.search(getattr(draft, name)):
            found.append(make_issue("note.text-not-writable", path=name, position=bad.start() + 1))
    length = sum(len(getattr(draft, name)) for name in _TEXTS)
    if length > LONGEST_NOTE:
        too_long = make_issue(
            "note.text-too-long", path="intervention_text", length=length, limit=LONGEST_NOTE
        )
        found.append(too_long)
    return tuple(found)


def _missing_times(draft: NoteDraft, now: datetime) -> Iterator[Issue]:
    if draft.started_at is None:
        yield make_issue("note.start-missing", path="started_at")
    if draft.ended_at is None:
        yield make_issue("note.end-missing", path="ended_at")
    elif draft.started_at and draft.ended_at <= draft.started_at:
        yield make_issue("note.end-before-start", path="ended_at")
    elif draft.ended_at > now:
        yield make_issue("note.end-in-future", path="ended_at")
