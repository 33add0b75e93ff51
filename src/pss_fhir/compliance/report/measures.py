"""An audit as R4 MeasureReports, one for each kind of thing that was asked about, with their Measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pss_fhir.clock import NEW_YORK
from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.report.asked import narrowed_words
from pss_fhir.compliance.rule import Rule
from pss_fhir.r4.canonicals import BASE
from pss_fhir.r4.dates import format_date, format_instant

Json = dict[str, Any]

RULES_SYSTEM = f"{BASE}/rule"
"""System of rule ids, as the cards of CDS Hooks name them too."""

AUDIT_SYSTEM = f"{BASE}/audit"
"""System of the codes that say what an audit did not look at."""

_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
_NAMES = {
    Subject.NOTE: ("visits", "Visits and their notes by the rules of NC peer support"),
    Subject.CHART: ("charts", "Charts by the rules of NC peer support"),
    Subject.SPECIALIST: ("staff", "Staff by the rules of NC peer support"),
    Subject.TEAM: ("teams", "Supervisors' teams by the rules of NC peer support"),
    Subject.AGENCY: ("agency", "The agency by the rules of NC peer support"),
    Subject.INCIDENT: ("incidents", "Incidents by the rules of NC peer support"),
    Subject.DISCLOSURE: ("disclosures", "Disclosures by the rules of NC peer support"),
}
_POPULATIONS: tuple[tuple[str | None, str, frozenset[Answer]], ...] = (
    ("initial-population", "asked about", frozenset(Answer)),
    ("denominator", "asked about", frozenset(Answer)),
    ("denominator-exclusion", "the rule does not apply", frozenset({Answer.DOES_NOT_APPLY})),
    ("denominator-exception", "cannot tell: a fact is missing", frozenset({Answer.CANNOT_TELL})),
    ("numerator", "the rule is met", frozenset({Answer.MET})),
    (None, "the rule is broken", frozenset({Answer.BROKEN})),
)
"""Code of HL7's measure-population, where it has one, words, and the answers that are counted."""
_LEFT_OUT: tuple[tuple[str, str, Callable[[AuditReport], int]], ...] = (
    ("not-read", "could not be read", lambda report: report.not_read),
    ("dated-later", "dated after the moment of asking", lambda report: sum(report.later.counts.values())),
)
"""Code of :data:`AUDIT_SYSTEM`, words, and how many records, rows and files it stands for."""


def measure_bundle(report: AuditReport, *, reporter: str) -> Json:
    """A collection of a Measure and a MeasureReport for each kind of thing that was asked about.

    Counts are of answers: how often a rule was asked, met, broken, could not tell, or did not apply. The
    score of a rule is the share met of those met or broken, left out where there is neither. The last group
    of each says what the audit as a whole did not look at, since a report may travel without the others; the
    text of each says to what the audit was narrowed, where it was.

    Args:
        report: the audit.
        reporter: the agency, as ``Organization/1`` on its own server, or by its name.
    """
    made: list[Json] = []
    for subject in Subject:
        asked = {rule: answers for (kind, rule), answers in sorted(report.asked.items()) if kind is subject}
        if asked:
            made += [_measure(subject, asked, report), _report(subject, asked, report, reporter)]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": format_instant(report.as_of),
        "entry": [{"fullUrl": _full_url(one, report), "resource": one} for one in made],
    }


def _canonical(subject: Subject) -> str:
    return f"{BASE}/Measure/pss-rules-{_NAMES[subject][0]}"


def _full_url(resource: Json, report: AuditReport) -> str:
    if resource["resourceType"] == "Measure":
        return str(resource["url"])
    name = f"{resource['measure']} {format_instant(report.as_of)}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _measure(subject: Subject, asked: Mapping[str, Counter[Answer]], report: AuditReport) -> Json:
    name, title = _NAMES[subject]
    return {
        "resourceType": "Measure",
        "id": f"pss-rules-{name}",
        "url": _canonical(subject),
        "name": f"PssRules{name.title()}",
        "title": title,
        "status": "active",
        "description": "One group for each rule; its page at docs/rules.md says where the rule is written. "
        "The last group counts what the audit as a whole did not look at, the same in each of its reports.",
        "scoring": _concept(f"{_TERMINOLOGY}/measure-scoring", "proportion"),
        "improvementNotation": _increase(),
        "group": [
            {
                "code": _rule_concept(rule, report),
                "description": _record(rule, report).plain,
                "population": [
                    # Answers are made by a program; what can be said in FHIRPath is which counts.
                    _counting(
                        _population_concept(code, words),
                        " or ".join(f"%answer = '{one.value}'" for one in sorted(counted)),
                    )
                    for code, words, counted in _POPULATIONS
                ],
            }
            for rule in asked
        ]
        + [
            {
                "code": _left_out_concept(),
                "description": "Records, rows and files, as far as whoever read them says.",
                "population": [
                    _counting(_concept(AUDIT_SYSTEM, code) | {"text": words}, f"%reason = '{code}'")
                    for code, words, _ in _LEFT_OUT
                ],
            }
        ],
    }


def _report(
    subject: Subject, asked: Mapping[str, Counter[Answer]], report: AuditReport, reporter: str
) -> Json:
    period = {"end": format_date(report.period.end_on or report.as_of.astimezone(NEW_YORK).date())}
    if report.period.start_on is not None:
        period["start"] = format_date(report.period.start_on)
    is_reference = reporter.startswith("Organization/")
    narrowed = narrowed_words(report)
    return {
        "resourceType": "MeasureReport",
        **({"text": _narrative(narrowed)} if narrowed else {}),
        "status": "complete",
        "type": "summary",
        "measure": _canonical(subject),
        "date": format_instant(report.as_of),
        "reporter": {"reference": reporter} if is_reference else {"display": reporter},
        "period": period,
        "improvementNotation": _increase(),
        "group": [
            *(_group(rule, answers, report) for rule, answers in asked.items()),
            _left_out_group(report),
        ],
    }


def _narrative(words: str) -> Json:
    return {"status": "additional", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(words)}</div>'}


def _group(rule: str, answers: Counter[Answer], report: AuditReport) -> Json:
    made: Json = {
        "code": _rule_concept(rule, report),
        "population": [
            {"code": _population_concept(code, words), "count": sum(answers[one] for one in counted)}
            for code, words, counted in _POPULATIONS
        ],
    }
    judged = answers[Answer.MET] + answers[Answer.BROKEN]
    if judged:
        share = Decimal(answers[Answer.MET]) / judged
        made["measureScore"] = {"value": float(share.quantize(Decimal("0.0001"), ROUND_HALF_UP))}
    return made


def _left_out_group(report: AuditReport) -> Json:
    return {
        "code": _left_out_concept(),
        "population": [
            {"code": _concept(AUDIT_SYSTEM, code) | {"text": words}, "count": count(report)}
            for code, words, count in _LEFT_OUT
        ],
    }


def _counting(code: Json, expression: str) -> Json:
    """A population of a Measure: what is counted."""
    return {
        "code": code,
        "criteria": {
            "description": code["text"],
            "language": "text/fhirpath",
            "expression": expression,
        },
    }


def _record(rule: str, report: AuditReport) -> Rule:
    """The latest record of a rule."""
    return report.policies.records_of(rule)[-1].rule


def _rule_concept(rule: str, report: AuditReport) -> Json:
    return {"coding": [{"system": RULES_SYSTEM, "code": rule}], "text": _record(rule, report).title}


def _population_concept(code: str | None, words: str) -> Json:
    coded = _concept(f"{_TERMINOLOGY}/measure-population", code) if code else {}
    return coded | {"text": words}


def _left_out_concept() -> Json:
    return _concept(AUDIT_SYSTEM, "left-out") | {"text": "What the audit did not look at"}


def _increase() -> Json:
    return _concept(f"{_TERMINOLOGY}/measure-improvement-notation", "increase")


def _concept(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}
