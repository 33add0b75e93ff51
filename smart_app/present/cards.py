"""Findings as the cards that an EHR shows (CDS Hooks).

Source:
    CDS Hooks 2.0, "Card Attributes", "Source", "OverrideReasons" and "Link".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pss_fhir.compliance import Answer, Finding
from pss_fhir.issues import Severity
from pss_fhir.r4.canonicals import BASE
from pss_fhir.workflows.take_feedback import OVERRIDE_REASONS, card_id

LONGEST_SUMMARY = 139
"""The specification asks for fewer than 140 characters."""

# Names for what cards speak of; docs/cds-hooks.md lists the codes, no resource of the guide defines them.
_RULES = f"{BASE}/rule"
_OVERRIDE_REASONS = f"{BASE}/cds-override-reason"

_INDICATORS = {Severity.ERROR: "critical", Severity.WARNING: "warning", Severity.INFORMATION: "info"}
_REASON_WORDS = {
    "being-fixed": "It is being put right",
    "recorded-elsewhere": "It is recorded where this chart does not show it",
    "not-peer-support": "This person does not get peer support now",
    "rule-is-wrong": "The rule does not fit here",
}
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


def show_cards(findings: Iterable[Finding], *, app_url: str, hook_instance: str) -> list[dict[str, Any]]:
    """One card for each thing to do, in the order of the findings; findings that say the same share one.

    Args:
        findings: broken and cannot-tell, the most pressing first.
        app_url: where the app is; each card links to its launch.
        hook_instance: names the call; the same call gives the same ids.
    """
    together: dict[tuple[Answer, str], list[Finding]] = {}
    for found in findings:
        together.setdefault((found.answer, found.message), []).append(found)
    return [_card(group, app_url, hook_instance) for group in together.values()]


def _card(group: Sequence[Finding], app_url: str, hook_instance: str) -> dict[str, Any]:
    first = group[0]
    return {
        "uuid": card_id(first.rule, hook_instance, first.message),
        "summary": _short(first.message),
        "indicator": _indicator(first),
        "detail": _detail(group),
        "source": _source(first),
        "overrideReasons": [
            {"code": code, "system": _OVERRIDE_REASONS, "display": _REASON_WORDS[code]}
            for code in OVERRIDE_REASONS
        ],
        "links": [{"label": "Open peer support notes", "url": f"{app_url}/launch", "type": "smart"}],
    }


def _indicator(found: Finding) -> str:
    """The finding's severity; what cannot be told never alarms."""
    return _INDICATORS[found.severity] if found.answer is Answer.BROKEN else "info"


def _short(message: str) -> str:
    line = " ".join(message.split())
    if len(line) <= LONGEST_SUMMARY:
        return line
    return line[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def _source(found: Finding) -> dict[str, Any]:
    source: dict[str, Any] = {
        "label": found.citation.place,
        "topic": {"system": _RULES, "code": found.rule, "display": f"Rule {found.rule}"},
    }
    if found.citation.url:
        source["url"] = found.citation.url
    return source


def _detail(group: Sequence[Finding]) -> str:
    """All of it in Markdown: what is so, what to do, and for each rule what it says and where."""
    first = group[0]
    opening = _plain(first.message)
    if first.fix:
        opening += f"\n\n**What to do:** {_plain(first.fix)}"
    if first.evidence.arithmetic:
        opening += f"\n\n**How it was counted:** {_plain(first.evidence.arithmetic)}"
    return "\n\n".join([opening, *(_rule(found) for found in group)])


def _rule(found: Finding) -> str:
    citation = found.citation
    since = f", from {citation.effective.isoformat()}" if citation.effective else ""
    caution = f" {_plain(found.evidence.caution)}" if found.evidence.caution else ""
    clause, source = _plain(found.evidence.clause), _plain(citation.place + since)
    return f"**Rule {found.rule}:** {clause} *{source}.*{caution}"


def _plain(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
