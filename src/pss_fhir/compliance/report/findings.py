"""What to do, by the person who can do it: one entry for each rule, with everything it speaks of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.finding import Finding
from pss_fhir.compliance.outcome import Answer
from pss_fhir.compliance.report.markup import text
from pss_fhir.compliance.words import counted, day_words, listed
from pss_fhir.issues import Severity

_SHOWN = 20
"""Records that are named in one line, and lines in one entry; the page stays one that can be read."""
_ALL_OF_THEM = "`--format ndjson` names every one"
_MARKS = {
    "error": ("error", "✕ error"),
    "warning": ("warning", "▲ warning"),
    "information": ("remark", "● remark"),
    "cannot-tell": ("unknown", "? cannot tell"),
}
_AGENCY = "the agency"


def findings_section(report: AuditReport) -> Iterator[str]:
    """Findings by who can act on them: the staff member, or whoever gave the service."""
    by_person = _by_person(report)
    if not by_person:
        yield "<p>Nothing was found.</p>"
    for person in sorted(by_person, key=lambda name: (name == _AGENCY, name)):
        findings = by_person[person]
        yield f"<h3>{text(person)}</h3><p>{text(_summed(findings))}</p>"
        for alike in _by_rule(findings):
            yield _entry(alike, report)


def _by_person(report: AuditReport) -> dict[str, list[Finding]]:
    known = {one.practitioner_ref: one.subject for one in report.caseloads if one.practitioner_ref}
    gave = {
        one.focus: known.get(one.specialist_ref, one.specialist_ref)
        for one in report.written
        if one.specialist_ref
    }
    by_person: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.answer in (Answer.BROKEN, Answer.CANNOT_TELL):
            own = finding.subject if finding.subject.startswith("staff/") else None
            by_person[own or gave.get(finding.focus or "") or _AGENCY].append(finding)
    return by_person


def _kind(finding: Finding) -> str:
    return finding.severity.value if finding.answer is Answer.BROKEN else Answer.CANNOT_TELL.value


def _summed(findings: Sequence[Finding]) -> str:
    """``2 errors, 14 warnings and 1 cannot tell``."""
    number = Counter(_kind(finding) for finding in findings)
    parts = [
        *(
            counted(number[severity], noun)
            for severity, noun in (
                (Severity.ERROR, "error"),
                (Severity.WARNING, "warning"),
                (Severity.INFORMATION, "remark"),
            )
            if number[severity]
        ),
        *([f"{number['cannot-tell']} cannot tell"] if number["cannot-tell"] else []),
    ]
    return listed(parts)


def _by_rule(findings: Sequence[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule, _kind(finding), finding.evidence.clause].append(finding)
    return list(groups.values())


def _entry(alike: Sequence[Finding], report: AuditReport) -> str:
    first = alike[0]
    kind, mark = _MARKS[_kind(first)]
    title = _title(first, report)
    source = f"{first.citation.place} ({first.evidence.layer}, {first.evidence.status})."
    caution = f" {first.evidence.caution}" if first.evidence.caution else ""
    return (
        f'<article class="finding {kind}"><h4><span class="mark">{mark}</span> {text(title)} '
        f"<code>{text(first.rule)}</code></h4>"
        f"<p><strong>{text(first.fix)}</strong></p>{_about(alike)}"
        f'<p class="source">{text(source + caution)}</p></article>'
    )


def _title(finding: Finding, report: AuditReport) -> str:
    """The title of the very record that answered: a rule may have several."""
    records = [bound.rule for bound in report.policies.records_of(finding.rule)]
    return next((one.title for one in records if one.plain == finding.evidence.clause), records[-1].title)


def _about(alike: Sequence[Finding]) -> str:
    """What is so and where; what many records share is told once."""
    by_message: dict[str, list[Finding]] = defaultdict(list)
    for finding in alike:
        by_message[_so(finding)].append(finding)
    shown = list(by_message.items())[:_SHOWN]
    lines = [f"<li>{text(message)} <span>{text(_where(found))}</span></li>" for message, found in shown]
    left = sum(len(found) for found in by_message.values()) - sum(len(found) for _, found in shown)
    more = f"<li>{text(_more(left))}</li>" if left else ""
    return f"<ul>{''.join(lines)}{more}</ul>"


def _so(finding: Finding) -> str:
    """What is so, with the sum behind it."""
    sum_of_it = finding.evidence.arithmetic
    return f"{finding.message} ({sum_of_it})" if sum_of_it else finding.message


def _more(left: int) -> str:
    return f"and {left} more; {_ALL_OF_THEM}"


def _where(findings: Sequence[Finding]) -> str:
    named = [
        f"{one.focus or one.subject}{f' ({day_words(one.service_date)})' if one.service_date else ''}"
        for one in findings[:_SHOWN]
    ]
    more = [_more(len(findings) - _SHOWN)] if len(findings) > _SHOWN else []
    return ", ".join([*named, *more])
