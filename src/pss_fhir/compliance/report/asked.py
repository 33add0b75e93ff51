"""What an audit asked: which rules, of all or only of a part, and what its marks and short words mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from pss_fhir import __version__
from pss_fhir.clock import local_date
from pss_fhir.compliance.audit_report import AuditReport
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.report.markup import table
from pss_fhir.compliance.rule import MEANINGS
from pss_fhir.compliance.words import counted, day_words, listed

_KINDS = {
    Subject.NOTE: "notes",
    Subject.CHART: "charts",
    Subject.SPECIALIST: "staff",
    Subject.TEAM: "teams",
    Subject.AGENCY: "the agency",
    Subject.INCIDENT: "incidents",
    Subject.DISCLOSURE: "disclosures",
}
_MARKS = (
    ("✕ error", "A rule that binds in full is broken."),
    ("▲ warning", "A rule is broken that reminds: it is not certain enough, or not strict enough, to block."),
    ("● remark", "Something to know; nothing has to be done."),
    ("? cannot tell", "The files do not say enough to answer; it may be in order."),
)
_LAYERS = "federal, state, plan (LME/MCO) or agency: who asks for it."


def rules_words(report: AuditReport) -> str:
    """Which rules were in force: the package's edition, the agency's own files, the day, and how many."""
    own = report.policies.files
    named = listed(PurePath(file).name for file in own)
    laid_over = f", with {named} of the agency laid over" if own else ""
    asked = counted(len({rule for _, rule in report.asked}), "rule was", "rules were")
    day = day_words(local_date(report.as_of))
    return f"Rules: those of pss-fhir {__version__}{laid_over}, as of {day}. {asked} asked."


def legend_section(report: AuditReport) -> Iterator[str]:
    """The marks, and the short words behind a source that stand on this page, each in plain words."""
    used = {finding.evidence.status for finding in report.findings}
    rows = [*_MARKS, ("layer", _LAYERS)]
    rows += [(status.value, meaning) for status, meaning in MEANINGS.items() if status.value in used]
    yield table("What the marks and short words mean", ("on this page", "in plain words"), rows)


def left_open(report: AuditReport) -> Iterator[str]:
    """What the audit did not look at: what was not asked about, is dated later, or could not be read."""
    if narrowed := narrowed_words(report):
        yield narrowed
    if later := report.later.counted:
        yield f"Not looked at, being dated later: {later}."
    if report.not_read:
        things = counted(report.not_read, "thing")
        are = "is" if report.not_read == 1 else "are"
        yield (
            f"{things} could not be read and {are} not in this audit; "
            "the command named each on standard error."
        )


def narrowed_words(report: AuditReport) -> str | None:
    """To which kinds of things, and to what of them, the audit was narrowed; None where all was asked."""
    about = listed(sorted(report.about))
    if report.only == frozenset(Subject):
        return f"Only {about} was asked about." if about else None
    kinds = listed(words for kind, words in _KINDS.items() if kind in report.only)
    return f"Only {kinds} were asked about" + (f", and of these only {about}." if about else ".")
