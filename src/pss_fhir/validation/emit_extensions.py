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
            if piece.children:
                branch += indented(self._piece(piece, url))
            else:
                # A constant has its hash at hand, the data's own text has not.
                branch += [f"    if not {table}[{url!r}](e, c):", f"    {NO}"]
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

    def _piece(self, piece: Element, url: str) -> list[str]:
        """Lines for an extension ``e`` with the URL of a slice that says what it holds."""
        inherited = self._type_invariants("Extension")
        name = self.object_function(piece, "Extension", ["Extension"], inherited)
        whole = [f"if not {name}(e, c):", NO]
        if inherited or piece.invariants:
            return whole
        key, plain = self._plain_value(piece, url, ["Extension"])
        if not key:
            return whole
        return [
            f"w = e.get({key!r})",
            "if w is None or len(e) != 2:",
            *indented(whole),
            "else:",
            *indented(plain),
        ]

    def plain_extension(self, element: Element, spots: Sequence[str], within: Sequence[str]) -> list[str]:
        """Lines that settle an extension which has its URL, what it must hold, and no more.

        That is one value of the one type allowed, or extensions, which the lines of ``within`` check. There
        are none where it may be either. Whatever else it may hold is for the lines that follow.
        """
        url, value = element.child("url"), element.child("value")
        if url is None or url.fixed is None:
            return []
        key, plain = self._plain_value(element, url.fixed.value, spots)
        if not key and value is not None and value.max == 0 and within:
            key, plain = "extension", ["v = w", *within]
        if not key:
            return []
        return [
            f"w = o.get({key!r})",
            f"if w is not None and len(o) == 2 and o.get('url') == {url.fixed.value!r}:",
            *indented(plain),
            "    return True",
        ]

    def _plain_value(self, element: Element, url: str, spots: Sequence[str]) -> tuple[str, list[str]]:
        """JSON name of the value that an extension of that URL may hold alone; lines that check it in ``w``.

        There is no name where it must hold more, or where the value may be of several types.
        """
        fixed, value = element.child("url"), element.child("value")
        if fixed is None or fixed.fixed is None or fixed.fixed.value != url:
            return "", []
        if value is None or value.slices or value.max == 0 or len(value.types) != 1:
            return "", []
        if any(child.min > 0 for child in element.children if child not in (fixed, value)):
            return "", []
        ((name, ref),) = names_of(value)
        return name, self.remembered(ref, self.value(value, ref, "w", spots), "w")


def _url_of(piece: Element) -> str | None:
    for test in piece.tests or ():
        if test.steps == ("url",) and isinstance(test.value, str):
            return test.value
    return None
