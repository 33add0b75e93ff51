"""What the rules say of a draft, as plain sentences with why, rule id and the field they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pss_fhir.compliance import Answer, BurnDown, Finding
from pss_fhir.issues import Issue, Severity
from pss_fhir.workflows.check_draft import CheckedDraft
from smart_app.present.units import in_force, units_words, used_words

FIELD_NAMES = {
    "kind": "Kind of contact",
    "is_billed": "Bill this visit",
    "modality": "How you met",
    "place": "Place",
    "place_name": "More about the place",
    "started_at": "Start",
    "ended_at": "End",
    "goals": "Goals",
    "interventions": "What you did",
    "purpose": "Why you met",
    "intervention_text": "What you did, in your words",
    "response": "How the person took it",
    "next_step": "What is next",
}
"""Fields of a draft as the form calls them."""

_WEIGHTS = {Severity.ERROR: "block", Severity.WARNING: "warn", Severity.INFORMATION: "info"}
_WEIGHT_WORDS = {"block": "Must be fixed", "warn": "Please look", "info": "Good to know"}
_EMPTY = "-missing"
_SHOWN = (Answer.BROKEN, Answer.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One sentence of the rules panel.

    Attributes:
        weight: block, warn or info.
        message: what is so.
        fix: what to do, where there is something.
        why: where the rule is written.
        rule: its id, or the code of what is missing.
        field: the draft's field, empty where it speaks of none.
    """

    weight: str
    message: str
    fix: str | None
    why: str | None
    rule: str
    field: str

    @property
    def weight_words(self) -> str:
        """The weight as people read it."""
        return _WEIGHT_WORDS[self.weight]

    @property
    def href(self) -> str | None:
        """Where the field stands on the page."""
        return f"#f-{self.field}" if self.field else None

    @property
    def link_words(self) -> str:
        """The text of the link to the field."""
        return f"Go to: {FIELD_NAMES[self.field]}"


@dataclass(frozen=True, slots=True)
class FieldLink:
    """A field by its name, with the way to it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What a field still needs, with the way to it."""

    message: str
    href: str


@dataclass(frozen=True, slots=True)
class RulesPanel:
    """The panel beside the form.

    Attributes:
        units_words: the visit's time as units, None while it is not known or not billed.
        used_words: units used so far, None where the visit is not billed or nothing is approved.
        to_do: fields that are still empty; they are named calmly until the person asks to sign.
        items: what the rules say.
    """

    units_words: str | None
    used_words: str | None
    verdict_words: str
    to_do: tuple[FieldLink, ...]
    items: tuple[RuleItem, ...]


def show_rules(
    checked: CheckedDraft, burn_downs: Iterable[BurnDown], *, is_billed: bool, is_group: bool
) -> RulesPanel:
    """The panel for a draft that was checked against a chart."""
    empty = [issue for issue in checked.incomplete if issue.code.endswith(_EMPTY)]
    wrong = [issue for issue in checked.incomplete if issue not in empty]
    findings = _without_those_on({issue.path for issue in empty}, checked.findings)
    items = (*(from_issue(issue) for issue in wrong), *from_findings(findings))
    current = in_force(burn_downs, is_group=is_group)
    return RulesPanel(
        units_words=units_words(checked.units) if checked.units else None,
        used_words=used_words(current) if current and is_billed else None,
        verdict_words=_verdict(items, len(empty)),
        to_do=tuple(FieldLink(FIELD_NAMES[issue.path], f"#f-{issue.path}") for issue in empty if issue.path),
        items=items,
    )


def from_issue(issue: Issue) -> RuleItem:
    """What is missing in a field, as a sentence that stands in the way of signing."""
    field = issue.path if issue.path in FIELD_NAMES else ""
    return RuleItem(_WEIGHTS[issue.severity], issue.message, None, issue.source, issue.code, field or "")


def from_findings(findings: Iterable[Finding]) -> tuple[RuleItem, ...]:
    """The answers that need a look; a rule that is met, or does not apply, needs none."""
    return tuple(_from_finding(found) for found in findings if found.answer in _SHOWN)


def _from_finding(found: Finding) -> RuleItem:
    known = [field for field in found.fields if field in FIELD_NAMES]
    return RuleItem(
        weight=_WEIGHTS[found.severity] if found.answer is Answer.BROKEN else "info",
        message=found.message,
        fix=found.fix or None,
        why=found.citation.place or None,
        rule=found.rule,
        field=known[0] if known else "",
    )


def _without_those_on(empty: set[str | None], findings: Iterable[Finding]) -> list[Finding]:
    """The findings less those about a field that is named as empty already; one that blocks always stays."""
    return [found for found in findings if found.is_blocking or not empty.intersection(found.fields)]


def _verdict(items: Iterable[RuleItem], empty: int) -> str:
    weights = [item.weight for item in items]
    blocks = weights.count("block")
    if blocks:
        first = "One thing" if blocks == 1 else f"{blocks} things"
        return f"{first} to fix before you can sign{f', and still to fill in ({empty}):' if empty else '.'}"
    if empty:
        return f"Still to fill in ({empty}):"
    if "warn" in weights:
        return "You can sign. Please look at these first."
    return "Nothing stands in the way of signing."
