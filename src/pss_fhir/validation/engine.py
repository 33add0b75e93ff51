"""The reporting path as one call, and the answers that scopes need from it."""

from __future__ import annotations

from typing import Any

from pss_fhir.definitions import CodeList
from pss_fhir.errors import DefinitionError
from pss_fhir.issues import Issue, Severity
from pss_fhir.validation.resource import walk_resource
from pss_fhir.validation.schemas import Schemas
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.shortcut import Shortcut
from pss_fhir.validation.visit import Notes, Options, Visit
from pss_fhir.validation.walk import walk_object


class Engine:
    """Names every fault of a resource; shared by threads."""

    def __init__(
        self,
        schemas: Schemas,
        options: Options,
        notes: Notes,
        shortcut: Shortcut | None = None,
    ) -> None:
        self.schemas = schemas
        self.shortcut = shortcut or Shortcut()
        self.options = options
        self.notes = notes
        self._busy: frozenset[tuple[int, str]] = frozenset()

    def report(
        self,
        resource: dict[str, Any],
        profile: str | None = None,
        *,
        shortcut: Shortcut | None = None,
        scope: Scope | None = None,
    ) -> list[Issue]:
        """The findings of a resource, in the order of its definition.

        Args:
            resource: what was read.
            profile: canonical of a profile that it must meet, beside those it claims.
            shortcut: tells of parts that need not be walked; every part is when none is given.
            scope: the resource's scope, where the fast path has made one.
        """
        scope = scope or Scope(resource, self)
        visit = Visit(
            self.schemas, scope, options=self.options, notes=self.notes, shortcut=shortcut or Shortcut()
        )
        kind = resource.get("resourceType")
        walk_resource(visit, kind if isinstance(kind, str) else "Resource", [profile] if profile else [])
        if visit.has_doubled_id and shortcut is not None:
            # Shortcuts note ids in an order of their own; the first of two is the first by definition.
            return self.report(resource, profile)
        return visit.issues

    def codes(self, value_set: str) -> CodeList | None:
        """The codes of a value set, or None when it is not held."""
        return self.schemas.codes(value_set)

    def conforms(self, scope: Scope, value: Any, canonical: str) -> bool | None:
        """Whether the value meets the profile; None when the profile is not held or cannot be used.

        A value whose conformance is being asked already is taken to conform, so that circles end.
        """
        key = (id(value), canonical)
        if key in self._busy:
            return True
        try:
            structure = self.schemas.structure(canonical)
        except DefinitionError:
            return None
        if structure is None:
            self.notes.add("validate.profile-not-held", canonical, held="none")
            return None
        if structure.kind == "resource" and (
            not isinstance(value, dict)
            or (
                value.get("resourceType") != structure.type
                and structure.type not in ("Resource", "DomainResource")
            )
        ):
            return False
        inner = Engine(self.schemas, self.options, self.notes, self.shortcut)
        inner._busy = self._busy | {key}
        around = scope
        if structure.kind == "resource":
            is_contained = scope.contained(str(value.get("id"))) is value
            bundle = scope if scope.resource.get("resourceType") == "Bundle" else scope.bundle
            around = Scope.within(
                value,
                inner,
                host=(scope.host or scope) if is_contained else None,
                bundle=None if is_contained else bundle,
            )
        visit = Visit(self.schemas, around, options=self.options, notes=self.notes, shortcut=self.shortcut)
        walk_object(
            visit,
            value,
            structure.type,
            structure.root,
            structure,
            type_name=structure.type,
            spots=[structure.type],
        )
        return not any(issue.severity is Severity.ERROR for issue in visit.issues)
