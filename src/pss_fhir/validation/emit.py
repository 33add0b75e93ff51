"""Schema -> Python source that answers "clean" or "not", specialised for one definition.

The generated functions may say "not" of a clean value (the reporting path then finds nothing), never
"clean" of one that is not. Shapes that the source does not expect raise; the caller takes that as "not".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pss_fhir.r4.fhirpath import Names, NotCompilable, compile_expression
from pss_fhir.validation.emit_conditions import indented, names_read, unless
from pss_fhir.validation.emit_extensions import ExtensionWriter
from pss_fhir.validation.emit_order import rank
from pss_fhir.validation.emit_values import REPEATING, looks_around, says_as_much
from pss_fhir.validation.invariants import breaks_when_empty
from pss_fhir.validation.layout import names_of, part_of
from pss_fhir.validation.natives import NEVER, native_condition
from pss_fhir.validation.primitives import PRIMITIVES
from pss_fhir.validation.schema import Element, Invariant, Structure, TypeRef
from pss_fhir.validation.schemas import Schemas
from pss_fhir.validation.unit import Unit

_PLAIN = (str, int, float, bool, frozenset, tuple, type(None))


def emit(
    structure: Structure, schemas: Schemas, *, in_parts: bool = False, places: Sequence[str] = ()
) -> Unit:
    """The unit of one definition.

    Args:
        structure: the definition.
        schemas: what it refers to.
        in_parts: whether each object gets a function too, exported as ``element id|``, that goes on where a
            check has stopped, by which the reporting path finds what it must look at.
        places: how other extensions may name the place of this one, an extension.
    """
    return _Emitter(structure, schemas, in_parts).emit(places)


def emit_rest(structure: Structure, schemas: Schemas, names: Sequence[str]) -> Unit:
    """The unit of some children of a resource, for one that is clean by a definition which shows all else."""
    return _Emitter(structure, schemas, in_parts=False).emit_rest(names)


class _Emitter(ExtensionWriter):
    def __init__(self, structure: Structure, schemas: Schemas, in_parts: bool) -> None:
        super().__init__(structure, schemas, Unit(structure.canonical))
        self._in_parts = in_parts
        self._functions: list[str] = []
        self._names: dict[str, str] = {}

    def emit(self, places: Sequence[str]) -> Unit:
        """The unit, for a definition that stands at the places."""
        root = self.structure.root
        kind = self.structure.type
        is_resource = self.structure.kind == "resource"
        spots = [kind, "DomainResource", "Resource"] if is_resource else [kind]
        if kind == "Extension" and self.structure.url.startswith("http"):
            spots += [self.structure.url, *places]
        inherited: tuple[Invariant, ...] = ()
        base = self.schemas.base(kind)
        if base is not None and base.canonical != self.structure.canonical:
            inherited = base.root.invariants
        self.object_function(root, kind, spots, inherited)
        self.unit.source = "\n".join(self._functions)
        return self.unit

    def emit_rest(self, names: Sequence[str]) -> Unit:
        """The unit of some children of the resource."""
        root, kind = self.structure.root, self.structure.type
        self._names[root.id] = "F0"
        head: list[str] = []
        body: dict[str, list[str]] = {}
        tail: list[str] = []
        for child in root.children:
            if child.name in names:
                self._child(child, kind, [kind, "DomainResource", "Resource"], (), head, body, tail)
        present = [
            line
            for name, lines in body.items()
            for line in (f"if {name!r} in o:", f"    v = o[{name!r}]", *indented(lines))
        ]
        self._write("F0(o, c)", [*head, *present, *tail])
        self.unit.source = "\n".join(self._functions)
        return self.unit

    def object_function(
        self, element: Element, type_name: str, spots: Sequence[str], inherited: Sequence[Invariant] = ()
    ) -> str:
        """The name of the function for an element's content, which is written if it was not yet."""
        if element.id in self._names:
            return self._names[element.id]
        name = f"F{len(self._names)}"
        self._names[element.id] = self.unit.exports[element.id] = name
        head: list[str] = []
        body: dict[str, list[str]] = {}
        tail: list[str] = []
        known = {each.key for each in element.invariants}
        asked = (*element.invariants, *(each for each in inherited if each.key not in known))
        conditions = [self.invariant(each, "o", type_name) for each in asked]
        of_child = [_sole_member(lines, element) for lines in conditions]
        for child in element.children:
            own = _joined(
                lines for lines, name in zip(conditions, of_child, strict=True) if name == child.name
            )
            self._child(child, type_name, spots, own, head, body, tail)
        self._identity(element, type_name, head, body, tail)
        if self._in_parts:
            self._write_continuation(element, type_name, spots, _joined(conditions))
        part = part_of(element, self.structure)
        if element is self.structure.root and type_name == "Extension" and not any(conditions):
            within = _stopping(body.get("extension", []), part, "'extension'")
            head = [*self.plain_extension(element, spots, within), *head]
        loop = [
            *head,
            "k = ''",
            "try:",
            "    for k, v in o.items():",
            *indented(_stopping(_chain(_ordered(body, element)), part, "k")),
            "except unexpected:",
            *_stopping(["    return False"], part, "k"),
        ]
        others = _joined(lines for lines, name in zip(conditions, of_child, strict=True) if not name)
        self._write(f"{name}(o, c)", [*loop, *_stopping([*tail, *others], part, "''")])
        return name

    def _write_continuation(
        self, element: Element, type_name: str, spots: Sequence[str], conditions: Sequence[str]
    ) -> None:
        """Writes what takes names and values of an object up to the first unclean one, and returns its name.

        Called again with the same iterator it goes on after that. At the end it returns ``""`` where an
        invariant is broken, else None. Missing names, strange ones and what hangs on several names are not
        its concern.
        """
        branches = {
            key: ["return False"]
            if child.max == 0
            else self.remembered(ref, self._present(child, ref, key, type_name, spots))
            for child in element.children
            for key, ref in names_of(child)
        }
        lines = [
            "k = ''",
            "try:",
            "    for k, v in items:",
            *indented(_answering(_chain(_ordered(branches, element), otherwise="pass"), "k")),
            "    k = ''",
            *indented(_answering(conditions, "k")),
            "except unexpected:",
            "    return k",
        ]
        name = self.unit.exports[f"{element.id}|"] = f"G{self.number()}"
        self._write(f"{name}(o, c, items)", lines, at_end="None")

    def _write(self, head: str, lines: list[str], *, at_end: str = "True") -> None:
        if any("r_" in line for line in lines):
            lines = ["r_ = c.resource", *lines]
        self._functions.append(f"def {head}:\n" + "\n".join(indented([*lines, f"return {at_end}"])))

    def _identity(
        self, element: Element, type_name: str, head: list[str], body: dict[str, list[str]], tail: list[str]
    ) -> None:
        """What holds for an object as a whole: it has content, and more by its type."""
        is_root = element is self.structure.root
        if is_root and self.structure.kind == "resource":
            body["resourceType"] = ["pass"]
        elif not any(child.min > 0 for child in element.children):
            head.insert(0, "if len(o) < 2 and (not o or 'id' in o):\n    return False")
        if type_name == "Extension":
            tail.append("if ('extension' in o) is (x_ > 0):\n    return False")
            head.append("x_ = 0")
        if type_name == "Coding":
            tail += [
                "if 'display' in o and names_of[o.get('system')] and not display_is_known(o):",
                "    return False",
            ]

    def _child(
        self,
        child: Element,
        type_name: str,
        spots: Sequence[str],
        own: Sequence[str],
        head: list[str],
        body: dict[str, list[str]],
        tail: list[str],
    ) -> None:
        """Adds what a child needs to what is checked before, in and after the loop over the names.

        ``own`` are lines for invariants of the object that look at nothing but this child.
        """
        if child.max == 0:
            return
        names = list(names_of(child))
        needed = child.min > 0 or any(each.min > 0 for each in child.slices)
        if needed:
            absent = " and ".join(f"{name!r} not in o" for name, _ in names)
            head.append(f"if {absent}:\n    return False")
        count = (
            f"n{self.number()}" if len(names) > 1 or (type_name == "Extension" and child.is_choice) else ""
        )
        if count:
            head.append(f"{count} = 0")
            tail.append(f"if {count} > 1:\n    return False")
        for name, ref in names:
            lines = [f"{count} += 1"] if count else []
            if type_name == "Extension" and child.is_choice:
                lines.append("x_ = 1")
            present = self._present(child, ref, name, type_name, spots)
            body[name] = [*lines, *self.remembered(ref, [*present, *own])]
            if ref is not None and ref.code in PRIMITIVES and name != "id":
                body[f"_{name}"] = self.sibling(name, child, ref, spots)

    def _present(
        self, child: Element, ref: TypeRef | None, name: str, type_name: str, spots: Sequence[str]
    ) -> list[str]:
        """What to check when the element is there under that JSON name."""
        if name == "id" and ref is not None and ref.code == "string" and type_name != "Resource":
            return [
                "if not v or v.__class__ is not str or c.ids.setdefault(v, id(o)) != id(o):",
                "    return False",
            ]
        if not child.is_array:
            return self.single(child, ref, name, spots)
        lines = ["if not v or v.__class__ is not list:", "    return False"]
        if child.max is not None:
            lines += [f"if len(v) > {child.max}:", "    return False"]
        if child.min > 1:
            lines += [f"if len(v) < {child.min}:", "    return False"]
        if ref is not None and ref.code == "Extension":
            return lines + self.extensions(child, spots)
        if child.slices:
            return lines + self.sliced(child, ref, spots)
        return [*lines, "for e in v:", *indented(self.value(child, ref, "e", spots))]

    def single(self, child: Element, ref: TypeRef | None, name: str, spots: Sequence[str]) -> list[str]:
        """Checks of a value that does not repeat, slices of a choice among them."""
        mine = [
            each for each in child.slices if ref is not None and any(t.code == ref.code for t in each.types)
        ]
        if child.slices and not (child.is_choice and all(_is_by_type(each) for each in child.slices)):
            return ["return False"]
        is_said_by_slice = len(mine) == 1 and says_as_much(mine[0], child)
        lines = [] if is_said_by_slice else self.value(child, ref, "v", spots, key=name)
        for piece in mine:
            if piece.slices:
                return ["return False"]
            own = next(each for each in piece.types if ref is not None and each.code == ref.code)
            lines += self.value(piece, own, "v", spots, key=name)
        required = [each for each in child.slices if each.min > 0 and each not in mine]
        return ["return False"] if required else lines or ["pass"]

    def invariant(self, invariant: Invariant, focus: str, type_name: str, extra: str = "none_") -> list[str]:
        """The invariant as source; one that cannot be compiled is left to the reporting path's note."""
        native = native_condition(invariant, type_name)
        if native is not None:
            return [] if native == NEVER else [f"if {native.format(v=focus)}:", "    return False"]
        try:
            compiled = compile_expression(invariant.expression)
        except NotCompilable:
            return [f"note_invariant({invariant.key!r})"]
        prefix = f"i{self.number()}_"
        names = Names(focus=focus, extra=extra, resource="r_", environment="env_", prefix=prefix)
        inline = compiled.inline(type_name, names)
        test = f"not ({inline.when_true})" if breaks_when_empty(invariant) else inline.when_false
        if test.startswith("(False and "):
            return []
        used = {name: value for name, value in inline.constants.items() if name in test}
        for name, value in used.items():
            if isinstance(value, _PLAIN):
                self.unit.constants[name] = value
            else:
                self.unit.inlines[prefix] = (invariant.expression, type_name)
        return unless(test.replace("env_", "c.environment"))


def _joined(parts: Iterable[Sequence[str]]) -> list[str]:
    return [line for lines in parts for line in lines]


def _sole_member(lines: Sequence[str], element: Element) -> str:
    """The child that is all that lines look at, where it must be there and its contents come again and again.

    They are checked with the child then, and with it passed over for what was seen clean before.
    """
    names = frozenset() if looks_around(lines) else names_read(lines, "o")
    child = element.child(next(iter(names))) if len(names) == 1 else None
    if child is None or child.is_choice or child.min == 0:
        return ""
    return child.name if any(each.code in REPEATING for each in child.types) else ""


def _is_by_type(piece: Element) -> bool:
    return piece.tests is not None and all(test.kind == "type" and not test.steps for test in piece.tests)


def _ordered(branches: dict[str, list[str]], element: Element) -> dict[str, list[str]]:
    """The branches of an element's children, those first that are asked for most often."""
    needed = {each.name for each in element.children if each.min > 0}
    is_resource = "resourceType" in branches
    names = sorted(branches, key=lambda name: rank(name, is_needed=name in needed, is_resource=is_resource))
    return {name: branches[name] for name in names}


def _chain(branches: dict[str, list[str]], *, otherwise: str = "return False") -> list[str]:
    """The branches as one if-elif chain; what matches none is not an element."""
    lines: list[str] = []
    for name, branch in branches.items():
        lines += [f"    {'el' if lines else ''}if k == {name!r}:", *indented(indented(branch))]
    return [*lines, "    else:", f"        {otherwise}"] if lines else [f"    {otherwise}"]


def _stopping(lines: Sequence[str], part: str, name: str) -> list[str]:
    """The lines, saying where they stop, so that the reporting path need not ask again what was passed."""
    return _answering(lines, f"c.stop({part!r}, o, {name})")


def _answering(lines: Sequence[str], answer: str) -> list[str]:
    """The lines, with another answer in place of False."""
    return [
        line.replace("return False", f"return {answer}") if line.strip() == "return False" else line
        for whole in lines
        for line in whole.split("\n")
    ]
