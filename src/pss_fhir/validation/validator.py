"""The validator as other code calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pss_fhir.definitions import open_registry
from pss_fhir.errors import DefinitionError
from pss_fhir.issues import Issue, Severity, make_issue
from pss_fhir.validation.engine import Engine
from pss_fhir.validation.json_text import (
    BOM,
    MAX_BYTES,
    MAX_DEPTH,
    may_hide_in_strings,
    needs_a_second_look,
    read_json,
    read_sound,
    repeated_names,
    written,
)
from pss_fhir.validation.program import Program
from pss_fhir.validation.schemas import Schemas
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.shortcut import Shortcut, WaryShortcut
from pss_fhir.validation.unit_cache import USER_CACHE, UnitCache
from pss_fhir.validation.visit import Notes, Options


class Validator:
    """Validates FHIR R4 resources; one instance serves any number of threads, and pickles by its settings.

    Args:
        packages: FHIR packages beside the bundled ones (R4, US Core 6.1.0, 7.0.0 and 8.0.0, our guide):
            ``id#version``, a .tgz or a folder. They come first where a canonical has no version.
        profiles: canonicals that each resource of their type must meet, beside those it claims.
        best_practice: whether invariants marked as best practice are checked (a narrative in every
            resource, for one).
        unknown_extension: severity of an extension whose definition is not held.
        closed_set: ``Type/id`` of all resources that relative references may lead to; None for any.
        max_bytes: most bytes of one resource.
        package_cache: the FHIR package cache; ``~/.fhir/packages`` when not given.
        unit_cache: folder in which generated code is kept between runs; None keeps none. The default is
            the user's cache folder.

    Raises:
        DefinitionError: a package or profile is not there or cannot be used.

    Example:
        >>> [issue.code for issue in Validator().validate(b'{"resourceType":"Patient","gender":"x"}')]
        ['validate.binding-required']
    """

    def __init__(
        self,
        packages: Iterable[str] = (),
        *,
        profiles: Sequence[str] = (),
        best_practice: bool = False,
        unknown_extension: Severity = Severity.WARNING,
        closed_set: frozenset[str] | None = None,
        max_bytes: int = MAX_BYTES,
        package_cache: Path | None = None,
        unit_cache: Path | None = USER_CACHE,
    ) -> None:
        self._settings: dict[str, Any] = {
            "packages": tuple(packages),
            "profiles": tuple(profiles),
            "best_practice": best_practice,
            "unknown_extension": unknown_extension,
            "closed_set": closed_set,
            "max_bytes": max_bytes,
            "package_cache": package_cache,
            "unit_cache": unit_cache,
        }
        registry = open_registry(self._settings["packages"], cache=package_cache)
        self._schemas = Schemas(registry, best_practice=best_practice)
        self._notes = Notes()
        options = Options(tuple(profiles), best_practice, unknown_extension, closed_set)
        self._engine = Engine(self._schemas, options, self._notes)
        cache = UnitCache(unit_cache, f"{registry.fingerprint} {best_practice}")
        self._program = Program(self._schemas, self._engine, cache)
        self._max_bytes = max_bytes
        for profile in profiles:
            self._demand(profile)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self._settings,)

    def validate(self, resource: dict[str, Any] | bytes | str, profile: str | None = None) -> list[Issue]:
        """The findings about one resource, in the order of its definition; empty when it is clean.

        Never raises for what the data holds.

        Args:
            resource: JSON text (bytes are UTF-8), or the resource as a dict.
            profile: canonical of a profile that it must meet, beside those it claims.

        Raises:
            DefinitionError: ``profile`` is not held or cannot be used.
        """
        if profile is not None:
            self._demand(profile)
        if resource.__class__ is bytes:
            return self._validate(resource, profile)
        if isinstance(resource, dict):
            try:
                compact = written(resource)
            except TypeError:
                return [make_issue("input.not-json", problem="the object holds what JSON cannot")]
            if compact is None:
                return [make_issue("input.too-deep", max=MAX_DEPTH)]
            raw = compact
        else:
            raw = resource.encode("utf-8", "surrogatepass") if isinstance(resource, str) else resource
        return self._validate(raw, profile)

    def is_clean(self, resource: dict[str, Any], profile: str | None = None) -> bool:
        """Whether the fast path finds the resource clean; False may only mean that it must be looked at.

        The JSON text behind the resource is not judged.
        """
        return self._program.doubt(resource, profile) is None

    def report(self, resource: dict[str, Any], profile: str | None = None) -> list[Issue]:
        """What the reporting path finds, without asking the fast path first; slower, the same findings."""
        return self._engine.report(resource, profile)

    @property
    def not_checked(self) -> list[Issue]:
        """What was met so far and could not be checked, each thing once, as information, sorted."""
        return self._notes.issues()

    @property
    def max_bytes(self) -> int:
        """Most bytes of one resource."""
        return self._max_bytes

    @property
    def notes(self) -> Notes:
        """The notes behind :attr:`not_checked`, to be handed from one process to another."""
        return self._notes

    def learn(self, not_checked: Mapping[tuple[str, str], Issue]) -> None:
        """Take over what another process could not check."""
        self._notes.found.update(not_checked)

    def _validate(self, raw: bytes, profile: str | None) -> list[Issue]:
        value = read_sound(raw, self._max_bytes)
        if value is None:
            return self._validate_doubtful(raw, profile)
        doubt = self._program.doubt(value, profile)
        return [] if doubt is None else self._reported(value, profile, self._program.shortcut, doubt)

    def _validate_doubtful(self, raw: bytes, profile: str | None) -> list[Issue]:
        """The findings about a text of which more is to be said than what the value shows."""
        reading = read_json(raw, max_bytes=self._max_bytes)
        if isinstance(reading, dict):
            value, found = reading, []
        elif reading.value is None:
            return list(reading.issues)
        else:
            value, found = reading.value, list(reading.issues)
        compact = written(value)
        if compact is None:
            return [*found, make_issue("input.too-deep", max=MAX_DEPTH)]
        shortcut: Shortcut = self._program.shortcut
        if needs_a_second_look(raw, compact):
            found.extend(repeated_names(raw.removeprefix(BOM)) if raw != compact else ())
            shortcut = WaryShortcut(shortcut) if may_hide_in_strings(compact) else shortcut
            return found + self._reported(value, profile, shortcut)
        doubt = self._program.doubt(value, profile)
        return found if doubt is None else found + self._reported(value, profile, shortcut, doubt)

    def _reported(
        self, value: dict[str, Any], profile: str | None, shortcut: Shortcut, scope: Scope | None = None
    ) -> list[Issue]:
        try:
            return self._engine.report(value, profile, shortcut=shortcut, scope=scope)
        except RecursionError:
            return [make_issue("input.too-deep", max=MAX_DEPTH)]

    def _demand(self, profile: str) -> None:
        if self._schemas.structure(profile) is None:
            raise DefinitionError(
                "the profile is not held. Load its package with --package, or correct the URL.",
                code="definitions.profile-not-found",
                where=profile,
            )


def _rebuilt(settings: dict[str, Any]) -> Validator:
    return Validator(**settings)
