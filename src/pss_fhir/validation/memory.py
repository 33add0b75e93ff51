"""Contents that were found clean at one place of a definition, so that they need not be checked there again.

Concepts, codings and references repeat from resource to resource. What is kept here is judged by nothing but
itself and its place, so that a set of what was seen clean answers for the next.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Generic, TypeVar

_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item")
_MAX_SEEN = 4_096
_MAX_BYTES = 1_000
"""Per place and per content; a definition has some dozens of places, so that memory stays within some
megabytes."""
_LOOKS_AROUND = (b'"id":', b'"reference":', b'xtension":')
"""Members by which a content is judged together with what is around it."""
_LEADS_OUT = (b'"reference":', b'"resource":', b'"#')
"""What a contained resource is judged by together with its host, or by resources within it."""


def remember(seen: set[bytes], content: bytes) -> None:
    """Keep a clean content, as compact JSON, unless it depends on what is around it; a full set begins anew.

    No content (``b""``) stands for one that will not come again.
    """
    if 0 < len(content) <= _MAX_BYTES and not any(name in content for name in _LOOKS_AROUND):
        _keep(seen, content)


def remember_contained(seen: set[bytes], content: bytes) -> None:
    """Keep a clean contained resource, as compact JSON, unless it leads elsewhere; a full set begins anew."""
    if len(content) <= _MAX_BYTES and not any(name in content for name in _LEADS_OUT):
        _keep(seen, content)


def remember_unit(seen: set[tuple[str, ...]], unit: tuple[str, ...], quantity: dict[str, Any]) -> None:
    """Keep the system, code and unit of a clean Quantity of these and a value; a full set begins anew."""
    if len(quantity) == 4 and "value" in quantity and None not in unit:
        _keep(seen, unit)


def is_named(reference: dict[str, Any]) -> bool:
    """Whether a Reference has a display, and nothing else, beside its ``reference``."""
    display = reference.get("display")
    return len(reference) == 2 and display.__class__ is str and bool(display)


def remember_reference(seen: set[str], reference: dict[str, Any], is_alone: bool) -> None:
    """Keep the text of a clean Reference that nothing around it bears on; a full set begins anew."""
    text = reference.get("reference")
    if not is_alone or text.__class__ is not str or text[0] == "#":
        return
    if len(reference) == 1 or is_named(reference):
        _keep(seen, text)


def _keep(seen: set[_Item], item: _Item) -> None:
    if len(seen) >= _MAX_SEEN:
        seen.clear()
    seen.add(item)


class LastAnswer(Generic[_Answer]):
    """A check of texts that has its last answer ready, as both paths ask of one text, one after the other.

    Texts of more than a million characters are not kept. Threads may share it: what it keeps is exchanged in
    one step, and the answer depends on the text alone.
    """

    def __init__(self, check: Callable[[str], _Answer]) -> None:
        self._check = check
        self._last: tuple[str, _Answer] | None = None
        update_wrapper(self, check)

    def __call__(self, text: str) -> _Answer:
        """The check's answer; the same object is not looked at twice in a row."""
        last = self._last
        if last is not None and last[0] is text:
            return last[1]
        answer = self._check(text)
        if len(text) <= _MAX_KEPT:
            self._last = text, answer
        return answer


_MAX_KEPT = 1_000_000
