"""Source for extensions: arrays of them, found by URL, and the short form of the plain ones."""

from __future__ import annotations

from collections.abc import Sequence

from pss_fhir.validation.emit_conditions import indented
from pss_fhir.validation.emit_values import NO, ValueWriter, bounds
from pss_fhir.validation.layout import names_of
from pss_fhir.validation.schema import Element, Invariant


class ExtensionWriter(ValueWriter):
    """Writes the lines that check extensions and return False where one is not clean."""

    def extensions(self, element: Element, spots: Sequence[str]) -> list[str]:
        """Lines for an array of extensions, found by URL; slices are counted."""
        table = self.maker(
            "extensions", self.structure.package, element.name == "modifierExtension", tuple(spots)
        )
        if not element.slices:
            return ["for e in v:", f"    if not {table}[e['url']](e, c):", f"    {NO}"]
        lines, tail, branches = ["for e in v:", "    u = e['url']"], [], []
        for piece in element.slices:
            url = _url_of(piece)
            if url is None or piece.slices:
                return ["return False"]
            branch = [f"if u == {url!r}:"]
            if piece.min > 0 or piece.max is not None:
                count = f"n{self.number()}"
                lines.insert(0, f"{count} = 0")
                branch.append(f"    {count} += 1")
                tail += bounds(count, piece)
            check = f"{table}[u]"
            if piece.children:
                check = self.object_function(
                    piece, "Extension", ["Extension"], self._type_invariants("Extension")
                )
            branch += [f"    if not {check}(e, c):", f"    {NO}"]
            branches.append(branch)
        for order, branch in enumerate(branches):
            lines += [f"    {'el' if order else ''}{branch[0]}", *(f"    {line}" for line in branch[1:])]
        lines += ["    else:"]
        lines += (
            [f"    {NO}"]
            if element.rules == "closed"
            else [f"        if not {table}[u](e, c):", f"        {NO}"]
        )
        return lines + tail

    def _type_invariants(self, type_name: str) -> tuple[Invariant, ...]:
        base = self.schemas.base(type_name)
        return base.root.invariants if base else ()

    def plain_extension(self, element: Element, spots: Sequence[str]) -> list[str]:
        """Lines that settle an extension which has its URL, one value of the one type allowed, and no more.

        There are none where it must hold more. Whatever else it may hold is for the lines that follow.
        """
        url, value = element.child("url"), element.child("value")
        others = [child for child in element.children if child not in (url, value)]
        if url is None or value is None or url.fixed is None or value.slices or len(value.types) != 1:
            return []
        if value.max == 0 or any(child.min > 0 for child in others):
            return []
        ((name, ref),) = names_of(value)
        return [
            f"w = o.get({name!r})",
            f"if w is not None and len(o) == 2 and o.get('url') == {url.fixed.value!r}:",
            *indented(self.value(value, ref, "w", spots)),
            "    return True",
        ]


def _url_of(piece: Element) -> str | None:
    for test in piece.tests or ():
        if test.steps == ("url",) and isinstance(test.value, str):
            return test.value
    return None
