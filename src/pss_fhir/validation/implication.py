"""Whether what is clean by one definition is surely clean by another, so that it need not be asked twice.

Our guide's resources claim a US Core profile beside the one that is derived from it. The answer is "no"
wherever the two schemas do not show it, so that a definition that loosens its base is never trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from threading import RLock

from pss_fhir.validation.schema import Element, Structure, TypeRef
from pss_fhir.validation.schemas import CORE, Schemas

_ANY = f"{CORE}Resource"
_EXTENSIONS = frozenset({"extension", "modifierExtension"})


class Implications:
    """Compares definitions; remembers its answers."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._answers: dict[tuple[str, str], bool] = {}
        self._lock = RLock()

    def strictest(self, structures: Sequence[Structure]) -> list[Structure]:
        """The definitions without those that others of them imply."""
        kept = list(structures)
        for each in structures:
            if any(other is not each and self.implies(other, each) for other in kept):
                kept.remove(each)
        return kept

    def remainders(self, structures: Sequence[Structure]) -> list[tuple[Structure, frozenset[str]]]:
        """The strictest definitions, each with the children of its root that must be asked beside the others.

        No names stand for the whole of it. A profile of a guide is mostly claimed before the one that it
        stands beside, which has less to say: the last is the first of which only a rest is looked for.
        """
        whole = self.strictest(structures)
        found = []
        for each in whole[::-1]:
            rests = (self._rest(other, each) for other in whole if other is not each)
            rest = next(filter(None, rests), None)
            if rest:
                whole.remove(each)
            found.append((each, rest or frozenset()))
        return found[::-1]

    def _rest(self, strict: Structure, loose: Structure) -> frozenset[str] | None:
        """The children of the root for which ``strict`` does not show what ``loose`` demands.

        None where it does not show all else.
        """
        mine, theirs = strict.root, loose.root
        own = {each.name: each for each in mine.children}
        with self._lock:
            if (
                strict.type != loose.type
                or not self._read_alike(strict.package, loose.package)
                or own.keys() != {each.name for each in theirs.children}
                or not self._covers(mine, replace(theirs, children=mine.children))
            ):
                return None
            return frozenset(each.name for each in theirs.children if not self._covers(own[each.name], each))

    def implies(self, strict: Structure, loose: Structure) -> bool:
        """Whether all that is clean by ``strict`` is surely clean by ``loose``."""
        with self._lock:
            return self._implies(strict, loose)

    def _implies(self, strict: Structure, loose: Structure) -> bool:
        """The same. A question within itself counts as answered by yes; what rests on it is forgotten."""
        key = (strict.canonical, loose.canonical)
        if key not in self._answers:
            known = set(self._answers)
            self._answers[key] = True
            answer = (
                strict.type == loose.type
                and self._read_alike(strict.package, loose.package)
                and self._covers(strict.root, loose.root)
            )
            if not answer:
                self._answers = {one: yes for one, yes in self._answers.items() if one in known or not yes}
                self._answers[key] = False
        return self._answers[key]

    def _read_alike(self, one: str, other: str) -> bool:
        """Whether the URL of an extension means the same definition in both packages."""
        if one == other:
            return True
        registry = self._schemas.registry
        by_name = {package.name: package for package in registry.packages}
        meanings = [
            [
                found.canonical
                for url in self._ambiguous
                if (found := registry.structure(url, by_name.get(each)))
            ]
            for each in (one, other)
        ]
        return meanings[0] == meanings[1]

    @cached_property
    def _ambiguous(self) -> list[str]:
        """The URLs of extensions that several packages define."""
        times = Counter(
            url
            for package in self._schemas.registry.packages
            for (kind, url), entry in package.index.items()
            if kind == "StructureDefinition" and entry.type == "Extension"
        )
        return [url for url, count in times.items() if count > 1]

    def _covers(self, strict: Element, loose: Element) -> bool:
        if strict == loose:
            return True
        return (
            strict.min >= loose.min
            and (loose.max is None or (strict.max is not None and strict.max <= loose.max))
            and loose.fixed in (None, strict.fixed)
            and self._is_bound(strict, loose)
            and loose.max_length in (None, strict.max_length)
            and loose.min_value in (None, strict.min_value)
            and loose.max_value in (None, strict.max_value)
            and loose.content_ref == strict.content_ref
            and set(loose.invariants) <= set(strict.invariants)
            and all(any(self._is_within(ref, other) for other in loose.types) for ref in strict.types)
            and self._slices_cover(strict, loose)
            and self._children_cover(strict, loose)
        )

    def _is_bound(self, strict: Element, loose: Element) -> bool:
        if loose.binding in (None, strict.binding):
            return True
        if strict.binding is None or strict.binding.strength != "required":
            return False
        some, more = (self._schemas.codes(each.value_set) for each in (strict.binding, loose.binding))
        if some is None or more is None or not (some.is_closed and more.is_closed):
            return False
        return all(codes <= more.codes.get(system, frozenset()) for system, codes in some.codes.items())

    def _is_within(self, ref: TypeRef, other: TypeRef) -> bool:
        return (
            ref.code == other.code
            and other.profiles in ((), ref.profiles)
            and (not other.target_types or {*ref.target_types, *other.target_types} == {*other.target_types})
            and bool(ref.target_types) >= bool(other.target_types)
            and bool(ref.targets) >= bool(other.targets)
            and (not other.targets or all(self._is_target(each, other) for each in ref.targets))
        )

    def _is_target(self, target: str, other: TypeRef) -> bool:
        if target in other.targets or any(each.partition("|")[0] == _ANY for each in other.targets):
            return True
        strict = self._schemas.structure(target)
        loose = (self._schemas.structure(each) for each in other.targets)
        return strict is not None and any(each is not None and self._implies(strict, each) for each in loose)

    def _slices_cover(self, strict: Element, loose: Element) -> bool:
        """The slices of ``loose`` come first in ``strict``, so that both sort the same items into them."""
        if strict.max == 0 or not any(self._demands_more(each, loose) for each in loose.slices):
            return strict.max == 0 or (loose.rules in (None, "open") and not loose.is_ordered)
        if (strict.rules, strict.is_ordered) != (loose.rules, loose.is_ordered) or loose.rules != "open":
            return False
        mine = strict.slices
        if loose.name in _EXTENSIONS:  # told apart by their URLs, in whatever order
            by_name = {each.slice_name: each for each in mine}
            mine = tuple(by_name.get(each.slice_name, strict) for each in loose.slices)
        pairs = list(zip(mine, loose.slices, strict=False))
        return len(pairs) == len(loose.slices) and all(
            own.slice_name == each.slice_name and own.tests == each.tests and self._covers(own, each)
            for own, each in pairs
        )

    def _demands_more(self, piece: Element, element: Element) -> bool:
        """Whether a slice demands more of its items than the element does and than being in it shows."""
        bound = [each.value for each in piece.tests or () if each.kind == "codes" and not each.steps]
        is_shown = piece.binding is not None and piece.binding.value_set in bound
        plain = replace(element, slices=(), rules=None, min=0)
        bare = replace(piece, binding=None if is_shown else piece.binding, slice_name=None, tests=None)
        return bool(piece.slices) or piece.tests is None or not self._covers(plain, bare)

    def _children_cover(self, strict: Element, loose: Element) -> bool:
        if not strict.children or strict.max == 0:
            return not loose.children or strict.max == 0
        needed = loose.children
        if not needed:
            # The type says it all: the children must be as strict as those of the type.
            ref = loose.types[0] if len(loose.types) == 1 else None
            base = self._schemas.base(ref.code) if ref is not None and not ref.profiles else None
            if base is None:
                return False
            needed = base.root.children
        own = {each.name: each for each in strict.children}
        return own.keys() == {each.name for each in needed} and all(
            self._covers(own[each.name], each) for each in needed
        )
