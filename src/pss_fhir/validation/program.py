"""The fast path: generated functions, linked on first use, that answer clean or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any

import orjson

from pss_fhir.definitions import CodeList
from pss_fhir.errors import DefinitionError, PssFhirError
from pss_fhir.r4.fhirpath import Names, compile_expression
from pss_fhir.validation import memory, natives, predicates, primitives
from pss_fhir.validation.checks.contained import are_plainly_used
from pss_fhir.validation.checks.extension import may_stand
from pss_fhir.validation.checks.reference import is_sound, takes_any
from pss_fhir.validation.emit import emit, emit_rest
from pss_fhir.validation.engine import Engine
from pss_fhir.validation.implication import Implications
from pss_fhir.validation.layout import IN_PARTS
from pss_fhir.validation.resource import ABSTRACT, check_beyond_elements, demands_on, nested_scope
from pss_fhir.validation.schema import Binding, Structure, Test, TypeRef
from pss_fhir.validation.schemas import CORE, Schemas
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.shortcut import Shortcut
from pss_fhir.validation.unit import Unit
from pss_fhir.validation.unit_cache import UnitCache
from pss_fhir.validation.visit import Visit
from pss_fhir.validation.xhtml import is_plain, narrative_fault

Clean = Callable[[Any, Scope], bool]
Continuation = Callable[[dict[str, Any], Scope, Iterator[tuple[str, Any]]], str | None]
"""Takes names and values of an object up to the first that is not clean, and returns its name.

At the end it returns ``""`` where an invariant may be broken, else None.
"""
UNEXPECTED = (AttributeError, TypeError, KeyError, ValueError, IndexError, RecursionError, PssFhirError)
"""What data of an unexpected shape makes generated code raise: it is not clean."""

_REMEMBERED = {code: primitives.Remembered(code) for code in primitives.PATTERNS if code != "id"}


class Program:
    """Answers whether a resource is clean; shared by threads (a race links twice, to the same effect)."""

    def __init__(self, schemas: Schemas, engine: Engine, cache: UnitCache) -> None:
        self.schemas = schemas
        self.engine = engine
        self.notes = engine.notes
        self._cache = cache
        self._implications = Implications(schemas)
        engine.shortcut = self.shortcut = _Parts(self)
        self._functions: dict[str, Clean] = {}
        self._continuations: dict[str, Continuation] = {}
        self._spaces: dict[str, dict[str, Any]] = {}
        self._dispatch: dict[Any, tuple[Clean, ...]] = {}
        self._contained: defaultdict[tuple[str, ...], set[bytes]] = defaultdict(set)
        self._types = frozenset(
            entry.type or ""
            for package in schemas.registry.packages
            if package.id == "hl7.fhir.r4.core"
            for (kind, _), entry in package.index.items()
            if kind == "StructureDefinition"
        )
        names_of = predicates.NamesOf(schemas.terminology)
        self._shared: dict[str, Any] = {
            "none_": None,
            "nested": self._nested,
            "narrative_fault": narrative_fault,
            "is_plain_narrative": is_plain,
            "packed": orjson.dumps,
            "remember": memory.remember,
            "remember_reference": memory.remember_reference,
            "remember_unit": memory.remember_unit,
            "numbers": frozenset({int, float}),
            "is_base64": primitives.is_base64,
            "id_matches": primitives.PATTERNS["id"].fullmatch,
            "names_of": names_of,
            "display_is_known": predicates.make_display_check(names_of),
            **natives.NAMES,
            "note_invariant": self._note_invariant,
            "unexpected": UNEXPECTED,
            **{f"{code}_is_good": check for code, check in _REMEMBERED.items()},
            **{f"{code}_seen": check.seen for code, check in _REMEMBERED.items()},
        }

    def doubt(self, resource: dict[str, Any], profile: str | None = None) -> Scope | None:
        """None where the resource is surely without findings; else its scope, which tells how far it is."""
        scope = Scope(resource, self.engine)
        try:
            return None if self._is_clean(scope, (profile,) if profile else ()) else scope
        except UNEXPECTED:
            return scope

    def _is_clean(self, scope: Scope, demanded: tuple[str, ...]) -> bool:
        resource = scope.resource
        kind = resource["resourceType"]
        meta = resource.get("meta")
        claimed = meta.get("profile") if meta is not None else None
        key = (kind, demanded, *claimed) if claimed else (kind, demanded) if demanded else kind
        functions = self._dispatch.get(key)
        if functions is None:
            functions = self._functions_for(kind, claimed or (), demanded)
            if functions is None:
                return False
            if len(self._dispatch) < _MAX_URLS:
                self._dispatch[key] = functions
        for function in functions:
            if not function(resource, scope):
                return False
            if len(functions) > 1:
                scope.ids.clear()
        if kind in _WHOLE or ("contained" in resource and not are_plainly_used(resource, scope.used)):
            return self._is_sound_beyond_elements(scope)
        return True

    def _is_sound_beyond_elements(self, scope: Scope) -> bool:
        visit = Visit(
            self.schemas, scope, options=self.engine.options, notes=self.notes, shortcut=self.shortcut
        )
        check_beyond_elements(visit, scope.resource["resourceType"])
        return not visit.issues

    def _functions_for(self, kind: str, claimed: Any, demanded: tuple[str, ...]) -> tuple[Clean, ...] | None:
        base = self.schemas.registry.structure(CORE + kind)
        if base is None or kind in ABSTRACT:
            return None
        if not (claimed or demanded or self.engine.options.profiles):
            # Its schema is not needed where its code is kept from another run. A type that is no resource's
            # has none of the names of a resource, and is found unclean by that.
            return (self.function(base.canonical),)
        asked = demands_on(self.schemas, self.engine.options, kind, claimed, demanded)
        for canonical, held in asked.missing:
            self.notes.add("validate.profile-not-held", canonical, held=held)
        if asked.problems:
            return None
        needed = self._implications.remainders(asked.structures)
        return tuple(self.function(REST.join((each.canonical, *sorted(rest)))) for each, rest in needed)

    def _nested(self, value: Any, scope: Scope, name: str, demanded: tuple[str, ...], code: str) -> bool:
        if code not in ABSTRACT and value["resourceType"] != code:
            return False
        if name != "contained":
            return self._is_clean(nested_scope(scope, value, name), demanded)
        content = orjson.dumps(value)
        seen = self._contained[demanded]
        if content in seen:
            return True
        inner = nested_scope(scope, value, name)
        is_clean = self._is_clean(inner, demanded)
        if is_clean and not inner.has_asked_around:
            memory.remember_contained(seen, content)
        return is_clean

    def _note_invariant(self, key: str) -> None:
        self.notes.add("validate.invariant-not-checked", key, reason="its expression cannot be compiled.")

    def function(self, target: str) -> Clean:
        """The function of a definition, ``url|version``, or of one of its elements, ``url|version#id``.

        The function of an extension at certain places is ``url|version place place``; that of some children
        of a resource alone ``url|version&name&name``.
        """
        found = self._functions.get(target)
        if found is None:
            found = self._functions[target] = self._exported(target)
        return found

    def continuation(self, target: str) -> Continuation:
        """What goes on where the check of an object stopped, ``url|version!#id|``."""
        found = self._continuations.get(target)
        if found is None:
            found = self._continuations[target] = self._exported(target)
        return found

    def _exported(self, target: str) -> Any:
        canonical, _, element_id = target.partition("#")
        space = self._spaces.get(canonical)
        if space is None:
            space = self._spaces[canonical] = self._linked(canonical)
        return space[space["exports_"][element_id] if element_id else "F0"]

    def _linked(self, canonical: str) -> dict[str, Any]:
        unit, code = self._cache.get(canonical, self._emitted)
        space: dict[str, Any] = {**self._shared, **unit.constants, "exports_": unit.exports}
        for prefix, (expression, type_name) in unit.inlines.items():
            names = Names(focus="o", extra="none_", resource="r_", environment="env_", prefix=prefix)
            space.update(compile_expression(expression).inline(type_name, names).constants)
        for name, made in unit.makers.items():
            space[name] = self._make(*made)
        for name, target in unit.links.items():
            space[name] = self._stub(space, name, target)
        exec(code, space)  # noqa: S102 - our own generated source; definitions enter it only through repr()
        return space

    def _emitted(self, canonical: str) -> Unit:
        plain, *rest = canonical.split(REST)
        plain, *places = plain.removesuffix(IN_PARTS).split(" ")
        structure = self.schemas.structure(plain)
        if structure is None:
            raise DefinitionError("the definition is not held.", where=canonical)
        try:
            if rest:
                return emit_rest(structure, self.schemas, rest)
            return emit(structure, self.schemas, in_parts=canonical.endswith(IN_PARTS), places=places)
        except (AttributeError, TypeError, KeyError, ValueError, IndexError) as fault:
            # Not the data's fault, so it must not be taken for "not clean".
            raise AssertionError(f"no code could be made for {canonical}") from fault

    def _stub(self, space: dict[str, Any], name: str, target: str) -> Clean:
        """Stands for a function until its first call, so that definitions may go round in circles."""

        def call(value: Any, scope: Scope) -> bool:
            space[name] = function = self.function(target)
            return function(value, scope)

        return call

    def _make(self, kind: str, *arguments: Any) -> Any:
        if kind == "coded":
            strength, value_set, limit, type_code = arguments
            codes: CodeList | None = self.schemas.codes(value_set)
            within = predicates.make_coded(codes, Binding(strength, value_set, limit), type_code, self.notes)
            if limit is None:
                return within
            widest = Binding("max", limit)
            beyond = predicates.make_coded(self.schemas.codes(limit), widest, type_code, self.notes)
            return predicates.make_limited(codes, within, beyond, type_code)
        if kind == "reference":
            targets, target_types = arguments
            closed_set = self.engine.options.closed_set
            ref = TypeRef("Reference", (), tuple(targets), tuple(target_types))
            return predicates.make_reference(
                ref.target_types,
                self._types,
                lambda value, scope: is_sound(self.schemas, scope, ref, value, closed_set),
                is_closed=closed_set is not None,
            )
        if kind == "local":
            targets, target_types = arguments
            ref = TypeRef("Reference", (), tuple(targets), tuple(target_types))
            types = ref.target_types or self._types
            return predicates.make_local(frozenset(kind for kind in types if takes_any(ref, kind)))
        if kind == "seen":
            return set()
        if kind == "extensions":
            return _Extensions(self, *arguments)
        if kind == "sibling":
            return self._make_sibling(*arguments)
        if kind == "any-of":
            return lambda value, scope: any(scope.conforms(value, url) for url in arguments[0])
        makers: dict[str, Callable[..., Any]] = {
            "meets": predicates.make_meets,
            "bounded": predicates.make_bounded,
            "belongs": lambda *tests: predicates.make_belongs(tuple(Test(*test) for test in tests)),
        }
        return makers[kind](*arguments)

    def _make_sibling(self, package: str, spots: tuple[str, ...]) -> Clean:
        table = _Extensions(self, package, False, spots)

        def check(value: Any, scope: Scope) -> bool:
            for key, held in value.items():
                if key == "extension":
                    if held.__class__ is not list or not held:
                        return False
                    for each in held:
                        if not table[each["url"]](each, scope):
                            return False
                elif (
                    key != "id"
                    or held.__class__ is not str
                    or not held
                    or scope.ids.setdefault(held, id(value)) != id(value)
                ):
                    return False
            return bool(value)

        return check


class _Parts(Shortcut):
    """What the fast path knows of parts of a resource."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def is_clean(self, target: str, value: Any, scope: Scope) -> bool:
        """Whether the value is surely clean by a definition or one of its elements."""
        if scope.stops and id(value) in scope.stops:
            return False
        try:
            return self._program.function(target)(value, scope)
        except UNEXPECTED:
            return False

    def doubts(self, target: str, host: dict[str, Any], scope: Scope) -> tuple[Collection[str], bool]:
        """The names under which an object may have what is not clean; whether it keeps its invariants."""
        part, stop = scope.stops.get(id(host), _NOWHERE) if scope.stops else _NOWHERE
        found: list[str] = []
        items = iter(host.items())
        if part == target:
            for name, _ in items:
                if name == stop:
                    found.append(name)
                    break
        try:
            go_on = self._program.continuation(target)
            while at := go_on(host, scope, items):
                found.append(at)
        except UNEXPECTED:
            return host, False
        return found, at is None


class _Extensions(dict[str, Clean]):
    """Extension URL -> function, for one place; unknown or misplaced ones are never clean."""

    def __init__(self, program: Program, package: str, is_modifier: bool, spots: tuple[str, ...]) -> None:
        super().__init__()
        self._program = program
        self._package = package
        self._is_modifier = is_modifier
        self._spots = tuple(spots)

    def __missing__(self, url: str) -> Clean:
        definition = self._program.schemas.structure(url, self._package)
        if definition is None or not self._may_stand(definition):
            found: Clean = _never
        else:
            found = self._program.function(self._target(definition))
        if len(self) < _MAX_URLS:
            self[url] = found
        return found

    def _target(self, definition: Structure) -> str:
        """The definition; with the place, where an extension within it may stand at certain places only."""
        within = definition.root.child("extension")
        named = {
            url for piece in (within.slices if within else ()) for ref in piece.types for url in ref.profiles
        }
        held = (self._program.schemas.structure(url, definition.package) for url in named)
        if all(each is None or may_stand(each, ("Extension", definition.url)) for each in held):
            return definition.canonical
        name = "modifierExtension" if self._is_modifier else "extension"
        return " ".join((definition.canonical, *(f"{spot}.{name}" for spot in self._spots)))

    def _may_stand(self, definition: Structure) -> bool:
        return (
            definition.type == "Extension"
            and definition.is_modifier is self._is_modifier
            and may_stand(definition, self._spots)
        )


_NOWHERE = ("", "")
"""Stands for an object at which no check has stopped."""
REST = "&"
"""Stands before each child that is asked alone, in the target of a function."""
_MAX_URLS = 10_000
_WHOLE = frozenset({"Bundle", "QuestionnaireResponse"})


def _never(_value: Any, _scope: Scope) -> bool:
    return False
