"""One walk over one resource: where its findings are gathered, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pss_fhir.issues import Issue, Severity, make_issue
from pss_fhir.validation.schemas import Schemas
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.shortcut import Shortcut


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller chose.

    Attributes:
        profiles: canonicals that every resource of their type must meet, beside those it claims.
        best_practice: whether invariants marked as best practice (dom-6 among them) are checked.
        unknown_extension: severity of an extension whose definition is not held.
        closed_set: ``Type/id`` of all resources that relative references may lead to; None for any.
    """

    profiles: tuple[str, ...] = ()
    best_practice: bool = False
    unknown_extension: Severity = Severity.WARNING
    closed_set: frozenset[str] | None = None


@dataclass(slots=True)
class Notes:
    """What could not be checked, each thing once; safe to add to from any thread."""

    found: dict[tuple[str, str], Issue] = field(default_factory=dict)

    def add(self, code: str, subject: str, *, reason: str = "", held: str = "none") -> None:
        """Note that ``subject`` was met and could not be checked."""
        if (code, subject) not in self.found:
            self.found[code, subject] = make_issue(code, subject=subject, reason=reason, held=held)

    def issues(self) -> list[Issue]:
        """The notes, sorted."""
        return [self.found[key] for key in sorted(self.found)]


class Visit:
    """Gathers the findings of one resource.

    Attributes:
        scope: the resource now walked.
        shortcut: what need not be walked.
        has_doubled_id: whether an element was met with the id of one met before.
    """

    __slots__ = (
        "_seen",
        "has_doubled_id",
        "issues",
        "label",
        "notes",
        "options",
        "schemas",
        "scope",
        "shortcut",
    )

    def __init__(
        self,
        schemas: Schemas,
        scope: Scope,
        *,
        options: Options,
        notes: Notes,
        shortcut: Shortcut,
    ) -> None:
        self.schemas = schemas
        self.scope = scope
        self.options = options
        self.notes = notes
        self.issues: list[Issue] = []
        self.label = label_of(scope.resource)
        self.shortcut = shortcut
        self.has_doubled_id = False
        self._seen: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def report(
        self,
        code: str,
        path: str,
        profile: str | None = None,
        *,
        severity: Severity | None = None,
        source: str | None = None,
        **fields: Any,
    ) -> None:
        """Add a finding, unless the same was found already for another definition of the same thing."""
        said = self._seen.setdefault((code, path), [])
        if said and any(_is_same(fields, each) for each in said):
            return
        said.append(fields)
        self.issues.append(
            make_issue(
                code,
                severity=severity,
                path=path,
                resource=self.label,
                profile=profile,
                source=source,
                definition=profile or "FHIR R4",
                **fields,
            )
        )

    def within(self, scope: Scope, work: Callable[[], None]) -> None:
        """Do the work with another resource as the one that is walked (a contained one, a Bundle's entry)."""
        outer, outer_label = self.scope, self.label
        self.scope, self.label = scope, label_of(scope.resource)
        try:
            work()
        finally:
            self.scope, self.label = outer, outer_label


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two findings of one code and place say the same."""
    return one.keys() == other.keys() and all(str(one[name]) == str(other[name]) for name in one)


def label_of(resource: Any) -> str | None:
    """``Type/id`` of a resource, ``Type`` without an id, None for what is not one."""
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        return None
    kind, resource_id = resource["resourceType"], resource.get("id")
    return f"{kind}/{resource_id}" if isinstance(resource_id, str) else str(kind)
