"""Many resources, in this process or in several: the same findings, in input order, either way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pss_fhir.inputs import Text
from pss_fhir.issues import Issue
from pss_fhir.validation.parts import Part
from pss_fhir.validation.positions import place
from pss_fhir.validation.validator import Validator

_CLEAN_TEXTS = 1_000
"""So many clean texts are told at once, so that progress shows."""
_FINDINGS = 2_000
"""About so many findings are handed over at once: memory stays flat where nothing is clean."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The findings about one resource, placed in its file; or ``texts`` clean ones, told together."""

    file: str
    line: int | None
    issues: tuple[Issue, ...]
    bytes_read: int
    texts: int = 1

    def __reduce__(self) -> tuple[type[Outcome], tuple[object, ...]]:
        """In one call; the form that dataclasses bring walks their fields, at several times the price."""
        return Outcome, (self.file, self.line, self.issues, self.bytes_read, self.texts)


def validate_texts(validator: Validator, texts: Iterable[Text]) -> Iterator[Outcome]:
    """What is found about the texts, in their order; clean ones are told in one outcome for many."""
    file, clean, size = "", 0, 0
    for text in texts:
        issues = _issues_of(validator, text)
        if not issues:
            file, clean, size = text.file, clean + 1, size + len(text.raw or b"")
            if clean < _CLEAN_TEXTS:
                continue
        if clean:
            yield Outcome(file, None, (), size, clean)
            clean, size = 0, 0
        if issues:
            yield Outcome(text.file, text.line, issues, len(text.raw or b""))
    if clean:
        yield Outcome(file, None, (), size, clean)


def _issues_of(validator: Validator, text: Text) -> tuple[Issue, ...]:
    if text.raw is None:
        return () if text.problem is None else (text.problem.at(file=text.file, line=text.line),)
    issues = validator.validate(text.raw)
    if not issues:
        return ()
    return tuple(issue._replace(file=text.file) for issue in place(text.raw, text.line, issues))


@dataclass(slots=True)
class Told:
    """What a process tells of a part, or of some of it.

    Attributes:
        outcomes: in the order of the texts; lines are those of the part.
        is_first: whether a file begins with the part.
        lines: lines that the part has; 0 until its end is told.
        not_checked: what this process could not check so far; told at the end of a part.
    """

    outcomes: list[Outcome]
    is_first: bool
    lines: int = 0
    not_checked: dict[tuple[str, str], Issue] = field(default_factory=dict)


def tell_of(validator: Validator, part: Part) -> Iterator[Told]:
    """What is found in a part; the last one told has the number of its lines."""
    outcomes: list[Outcome] = []
    findings = 0
    for outcome in validate_texts(validator, part.texts(validator.max_bytes)):
        outcomes.append(outcome)
        findings += len(outcome.issues)
        if findings >= _FINDINGS:
            yield Told(outcomes, part.is_first)
            outcomes, findings = [], 0
    yield Told(outcomes, part.is_first, part.lines, validator.notes.found.copy())


class Gathering:
    """Puts together what is told of the parts, in their order: line numbers, and what was not checked.

    Args:
        validator: whose ``not_checked`` takes up what others could not check.
    """

    def __init__(self, validator: Validator) -> None:
        self._validator = validator
        self._before = 0

    def add(self, told: Told) -> Iterator[Outcome]:
        """The outcomes, with the lines of their files."""
        if told.is_first:
            self._before = 0
        if self._before:
            yield from (_moved(outcome, self._before) for outcome in told.outcomes)
        else:
            yield from told.outcomes
        if told.lines:
            self._before = (0 if told.is_first else self._before) + told.lines
        self._validator.learn(told.not_checked)


def _moved(outcome: Outcome, lines: int) -> Outcome:
    if not outcome.issues or outcome.line is None:
        return outcome
    line = outcome.line + lines
    return replace(outcome, line=line, issues=tuple(issue._replace(line=line) for issue in outcome.issues))
