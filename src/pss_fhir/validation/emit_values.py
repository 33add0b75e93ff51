"""Source for the checks of one value: its type, what is fixed, its codes, its references, its slices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pss_fhir.validation.checks.extension import host_spots
from pss_fhir.validation.matching import has_other_names
from pss_fhir.validation.primitives import ENCODED, PATTERNS, PRIMITIVES, RANGES
from pss_fhir.validation.resource import profiles_of
from pss_fhir.validation.schema import Binding, Element, Fixed, Invariant, Structure, TypeRef
from pss_fhir.validation.schemas import Schemas
from pss_fhir.validation.unit import Unit
from pss_fhir.validation.walk import INLINE

NO = "    return False"
REPEATING = frozenset({"CodeableConcept", "Coding", "Meta"})
"""Types whose contents come again and again, so that looking one up costs less than checking it."""


class ValueWriter:
    """Writes the lines that check a value and return False where it is not clean."""

    def __init__(self, structure: Structure, schemas: Schemas, unit: Unit) -> None:
        self.structure = structure
        self.schemas = schemas
        self.unit = unit
        self._count = 0
        self._made: dict[str, str] = {}

    def object_function(
        self, element: Element, type_name: str, spots: Sequence[str], inherited: Sequence[Invariant] = ()
    ) -> str:
        """The name of the function for an element's content."""
        raise NotImplementedError

    def invariant(self, invariant: Invariant, focus: str, type_name: str, extra: str = "none_") -> list[str]:
        """The invariant as source."""
        raise NotImplementedError

    def number(self) -> int:
        """A number that no other name of the unit has."""
        self._count += 1
        return self._count

    def constant(self, value: Any) -> str:
        """A name for a value that can be written down."""
        return self._named(
            "S", ("constant", value), lambda name: self.unit.constants.__setitem__(name, value)
        )

    def link(self, canonical: str) -> str:
        """A name for another definition's function."""
        return self._named(
            "T", ("link", canonical), lambda name: self.unit.links.__setitem__(name, canonical)
        )

    def maker(self, kind: str, *arguments: Any) -> str:
        """A name for a check that is made when the unit is linked."""
        made = (kind, *arguments)
        return self._named("M", made, lambda name: self.unit.makers.__setitem__(name, made))

    def _named(self, letter: str, what: Any, keep: Any) -> str:
        key = repr(what)
        if key not in self._made:
            self._made[key] = f"{letter}{self.number()}"
            keep(self._made[key])
        return self._made[key]

    def value(
        self, element: Element, ref: TypeRef | None, var: str, spots: Sequence[str], *, key: str = ""
    ) -> list[str]:
        """Lines for one value in the variable ``var``; ``key`` is its JSON name where it does not repeat."""
        here = host_spots(spots, element, ref.code if ref else None)
        if ref is None:
            return self._content(element, var)
        if ref.code in PRIMITIVES:
            return self._primitive(element, ref.code, var, key)
        base = self.schemas.base(ref.code)
        if base is None:
            return ["return False"]
        if base.kind == "resource":
            if len(ref.profiles) > 1:
                return ["return False"]
            return [f"if not nested({var}, c, {element.name!r}, {profiles_of(ref)!r}, {ref.code!r}):", NO]
        lines = self._complex(element, ref, base, var, here)
        if element.fixed is not None:
            lines += [f"if not {self.maker('meets', element.fixed.kind, element.fixed.value)}({var}):", NO]
        lines += self._coded(element.binding, ref.code, var)
        if ref.code == "Reference":
            name = self.maker("reference", ref.targets, ref.target_types)
            lines += [f"if not {name}({var}, c):", NO]
            is_plain = not (element.children or element.invariants or element.fixed or ref.profiles)
            return self._reference(var, ref if is_plain else None, lines)
        return lines

    def _reference(self, var: str, plain: TypeRef | None, lines: list[str]) -> list[str]:
        """The lines, passed over for references that were seen clean here before, and for local ones.

        What ``plain`` says is all that is demanded of a reference, unless it is None.
        """
        if looks_around(lines):
            return lines
        seen, text = self.maker("seen", self.number()), f"k{self.number()}"
        unless_local = ":"
        if plain:
            local = self.maker("local", plain.targets, plain.target_types)
            unless_local = f" and not ({text} and {text}[0] == '#' and {local}({var}, c)):"
        return [
            f"{text} = {var}.get('reference')",
            f"if ({text} not in {seen} or not c.is_alone or not (len({var}) == 1 or len({var}) == 2",
            f"    and {var}.get('display').__class__ is str and {var}['display'])){unless_local}",
            *(f"    {line}" for line in lines),
            f"    remember_reference({seen}, {var}, c.is_alone)",
        ]

    def remembered(self, ref: TypeRef | None, lines: list[str], var: str = "v") -> list[str]:
        """The lines that check the whole of an element, passed over for contents seen clean here before.

        Only for types whose contents repeat, and for lines that look at nothing but the variable.
        """
        if ref is None or ref.code not in REPEATING or looks_around(lines):
            return lines
        seen, content = self.maker("seen", self.number()), f"k{self.number()}"
        unless = f"b'' if 'lastUpdated' in {var} else " if ref.code == "Meta" else ""
        return [
            f"{content} = {unless}packed({var})",
            f"if {content} not in {seen}:",
            *(f"    {line}" for line in lines),
            f"    remember({seen}, {content})",
        ]

    def _content(self, element: Element, var: str) -> list[str]:
        target, owner = self.schemas.content(element, self.structure)
        if owner is self.structure:
            name = self.object_function(target, target.base_path, [target.base_path])
        else:
            name = self.link(f"{owner.canonical}#{target.id}")
        return [f"if not {name}({var}, c):", NO]

    def _complex(
        self, element: Element, ref: TypeRef, base: Structure, var: str, here: Sequence[str]
    ) -> list[str]:
        lines: list[str] = []
        bound = [base.root.binding]
        if element.children:
            kind = element.base_path if ref.code in INLINE else ref.code
            inherited = () if ref.code in INLINE else base.root.invariants
            lines += [f"if not {self.object_function(element, kind, here, inherited)}({var}, c):", NO]
        else:
            for each in element.invariants:
                lines += self.invariant(each, var, ref.code)
        if len(ref.profiles) > 1:
            lines += [f"if not {self.maker('any-of', ref.profiles)}({var}, c):", NO]
        if not element.children or ref.profiles:
            chosen = self.schemas.structure(ref.profiles[0]) if len(ref.profiles) == 1 else None
            if ref.profiles and chosen is None and len(ref.profiles) == 1:
                return ["return False"]
            whole = [f"if not {self.link((chosen or base).canonical)}({var}, c):", NO]
            if ref == TypeRef("Narrative"):
                whole = self._narrative(base, var, whole)
            elif ref == TypeRef("Quantity"):
                whole = self._quantity(var, whole)
            elif ref == TypeRef("Period") and [each.expression for each in base.root.invariants] == [_PER_1]:
                whole = self._period(var, whole)
            lines += whole
            bound.append((chosen or base).root.binding)
        return lines + [line for each in dict.fromkeys(bound) for line in self._coded(each, ref.code, var)]

    def _quantity(self, var: str, whole: list[str]) -> list[str]:
        """The lines, passed over for a number in a unit that was seen clean here before."""
        seen, unit = self.maker("seen", self.number()), f"k{self.number()}"
        return [
            f"{unit} = {var}.get('system'), {var}.get('code'), {var}.get('unit')",
            f"if {unit} not in {seen} or len({var}) != 4 or {var}.get('value').__class__ not in numbers:",
            *(f"    {line}" for line in whole),
            f"    remember_unit({seen}, {unit}, {var})",
        ]

    def _period(self, var: str, whole: list[str]) -> list[str]:
        """The lines, passed over for a start and an end in one form and zone, both seen clean before."""
        start, end = f"a{self.number()}", f"b{self.number()}"
        return [
            f"{start}, {end} = {var}.get('start'), {var}.get('end')",
            f"if (len({var}) != 2 or {start} not in dateTime_seen or {end} not in dateTime_seen",
            f"    or {start} > {end} or len({start}) != len({end})",
            f"    or {start}[{_ZONE_AT}:] != {end}[{_ZONE_AT}:]):",
            *(f"    {line}" for line in whole),
        ]

    def _narrative(self, base: Structure, var: str, whole: list[str]) -> list[str]:
        """The lines, passed over for what most narratives are: a status and a plain div."""
        status = base.root.child("status")
        codes = self.schemas.codes(status.binding.value_set) if status and status.binding else None
        if codes is None or not codes.is_closed:
            return whole
        div = f"{var}.get('div')"
        return [
            f"if (len({var}) != 2 or {var}.get('status') not in {self.constant(codes.all_codes())}",
            f"    or '&' in {div} or not is_plain_narrative({div})):",
            *(f"    {line}" for line in whole),
        ]

    def _primitive(self, element: Element, code: str, var: str, key: str) -> list[str]:
        lines = self._format(element, code, var)
        if element.max_length is not None:
            lines += [f"if len({var}) > {element.max_length}:", NO]
        if element.min_value is not None or element.max_value is not None:
            lines += [f"if not {self.maker('bounded', element.min_value, element.max_value)}({var}):", NO]
        extra = f"x{self.number()}_" if element.invariants and key else "none_"
        conditions = [line for each in element.invariants for line in self.invariant(each, var, code, extra)]
        if extra != "none_" and any(extra in line for line in conditions):
            lines.append(f"{extra} = o.get({'_' + key!r})")
        return lines + conditions

    def _format(self, element: Element, code: str, var: str) -> list[str]:
        fixed, binding = element.fixed, element.binding
        if fixed is not None and isinstance(fixed.value, str) and not has_other_names(fixed.value):
            return [f"if {var} != {fixed.value!r}:", NO]
        lines = [f"if {_FORMATS[code].format(v=var)}:", NO]
        if fixed is not None:
            lines += [f"if not {self.maker('meets', fixed.kind, fixed.value)}({var}):", NO]
        if binding is not None:
            codes = self.schemas.codes(binding.value_set)
            if codes is not None and codes.is_closed and binding.strength == "required" and code == "code":
                return [*lines[2:], f"if {var} not in {self.constant(codes.all_codes())}:", NO]
        return lines + self._coded(binding, code, var)

    def _coded(self, binding: Binding | None, code: str, var: str) -> list[str]:
        """Lines for the codes of a value; what they are asked is made when the unit is linked."""
        if binding is None:
            return []
        name = self.maker("coded", binding.strength, binding.value_set, binding.limit, code)
        return [f"if not {name}({var}):", NO]

    def sibling(self, name: str, element: Element, ref: TypeRef, spots: Sequence[str]) -> list[str]:
        """Lines for what stands under the underscored name; without a value it is not for the fast path."""
        here = tuple(host_spots(spots, element, ref.code))
        check = self.maker("sibling", self.structure.package, here)
        if element.is_array:
            return [
                f"if {name!r} not in o or len(v) != len(o[{name!r}]) or not v:",
                NO,
                "for e in v:",
                f"    if e is not None and not {check}(e, c):",
                f"    {NO}",
            ]
        return [f"if {name!r} not in o or not {check}(v, c):", NO]

    def extensions(self, element: Element, spots: Sequence[str]) -> list[str]:
        """Lines for an array of extensions."""
        raise NotImplementedError

    def sliced(self, element: Element, ref: TypeRef | None, spots: Sequence[str]) -> list[str]:
        """Lines for an array whose values are sorted into slices."""
        if ref is None or element.is_ordered or element.rules == "openAtEnd":
            return ["return False"]
        plain = self.value(element, ref, "e", spots)
        sorting: list[str] = []
        for order, piece in enumerate(element.slices):
            own = next((each for each in piece.types if each.code == ref.code), None)
            if piece.tests is None or piece.slices or own is None:
                return ["return False"]
            name = self.maker("belongs", *((test.steps, test.kind, test.value) for test in piece.tests))
            # What told that a value is of the slice need not be asked of it again.
            is_shown = any(
                not test.steps and Fixed(test.kind, test.value) == piece.fixed for test in piece.tests
            )
            checks = self.value(replace(piece, fixed=None) if is_shown else piece, own, "e", spots)
            if not says_as_much(piece, element):
                checks = plain + checks
            sorting.append(f"{'el' if order else ''}if {name}(e, c):")
            sorting += [f"    s = {order}", *(f"    {line}" for line in checks)]
        sorting.append("else:")
        sorting += [NO] if element.rules == "closed" else ["    s = -1", *(f"    {line}" for line in plain)]
        return self._counted(element, sorting)

    def _counted(self, element: Element, sorting: list[str]) -> list[str]:
        """The loop over the values, with the slices counted that have bounds."""
        head, body, tail = [], sorting, []
        for order, piece in enumerate(element.slices):
            if piece.min > 0 or piece.max is not None:
                count = f"n{self.number()}"
                head.append(f"{count} = 0")
                body = [*body, f"if s == {order}:", f"    {count} += 1"]
                tail += bounds(count, piece)
        return [*head, "for e in v:", *(f"    {line}" for line in body), *tail]


def looks_around(lines: Sequence[str]) -> bool:
    """Whether a check asks for more than the value: the resource, or what surrounds it."""
    return any("r_" in line or "c.environment" in line for line in lines)


def says_as_much(piece: Element, element: Element) -> bool:
    """Whether a slice demands all that the element demands, so that its values need not be checked twice."""
    if element.children or element.fixed or not (piece.children or piece.types == element.types):
        return False
    return element.binding in (None, piece.binding) and set(element.invariants) <= set(piece.invariants)


def bounds(count: str, piece: Element) -> list[str]:
    """Lines that refuse too few or too many values of a slice."""
    lines = [f"if {count} < {piece.min}:", NO] if piece.min > 0 else []
    return [*lines, f"if {count} > {piece.max}:", NO] if piece.max is not None else lines


_PER_1 = "start.hasValue().not() or end.hasValue().not() or (start <= end)"
_ZONE_AT = 19
"""Where a dateTime's fractions of a second and its zone begin; a date is shorter."""
_STRING = "{v}.__class__ is not str or not {v}"
_FORMATS = {
    "string": _STRING,
    "markdown": _STRING,
    # Where a link within the resource leads is for the reporting path.
    "xhtml": "('&' in {v} or not is_plain_narrative({v})) and "
    "({v}.__class__ is not str or narrative_fault({v}) is not None or '\"#' in {v} or \"'#\" in {v})",
    "boolean": "{v} is not True and {v} is not False",
    "decimal": "{v}.__class__ is not float and {v}.__class__ is not int",
    ENCODED: "not is_base64({v})",
    "id": "not id_matches({v})",
    **{code: f"{{v}} not in {code}_seen and not {code}_is_good({{v}})" for code in PATTERNS if code != "id"},
    **{
        code: f"{{v}}.__class__ is not int or not {low} <= {{v}} <= {high}"
        for code, (low, high) in RANGES.items()
    },
}
"""Primitive type -> a Python condition that is true of a value that is not of it."""
