"""A resource with holes: cut where marks stand, filled with the values of one record after the other."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from pss_fhir.synth.forms import OF_DAY, WRITERS, Form, Value

Hole = tuple[Form, int]
_TEXT = "zzTEXTzz"


@dataclass(frozen=True, slots=True)
class Stencil:
    """JSON and the text that stands in it as base64, as templates of Python's ``%`` formatting.

    Attributes:
        holes: every form of a value or a day that is written somewhere: how it is written, whether it is a
            day, its number, and whether its words may hold what JSON escapes.
        json: the line, with ``%b`` at its holes.
        in_json: which hole stands at each of them; one more than there are is the text.
        text: the text, with ``%s`` at its holes; empty where the resource has none.
        in_text: which hole stands at each of them.
    """

    holes: tuple[tuple[Callable[..., str], bool, int, bool], ...]
    json: bytes
    in_json: tuple[int, ...]
    text: str
    in_text: tuple[int, ...]

    def fill(self, values: Sequence[Value], days: Sequence[date]) -> bytes:
        """The JSON with values and days in its holes, on a line of its own."""
        words = [write(days[at] if is_day else values[at]) for write, is_day, at, _ in self.holes]
        made = [
            orjson.dumps(word)[1:-1] if is_escaped else word.encode()
            for word, (_, _, _, is_escaped) in zip(words, self.holes, strict=True)
        ]
        if self.text:
            made.append(b64encode((self.text % tuple([words[hole] for hole in self.in_text])).encode()))
        return self.json % tuple([made[hole] for hole in self.in_json])


def cut(resource: dict[str, Any], marks: Mapping[str, Hole]) -> Stencil:
    """Cut a marked resource.

    Args:
        resource: FHIR JSON with marks in it; its plain-text attachment is taken out.
        marks: what each mark stands for.
    """
    text = _take_text(resource).replace("%", "%%")
    line = orjson.dumps(resource, option=orjson.OPT_APPEND_NEWLINE).decode().replace("%", "%%")
    anywhere = re.compile(
        "|".join(re.escape(mark) for mark in sorted((*marks, _TEXT), key=len, reverse=True))
    )
    in_json, in_text = anywhere.findall(line), anywhere.findall(text)
    holes = tuple(dict.fromkeys(marks[mark] for mark in (*in_json, *in_text) if mark != _TEXT))
    numbers = {mark: holes.index(hole) for mark, hole in marks.items() if hole in holes}
    numbers[_TEXT] = len(holes)
    return Stencil(
        holes=tuple((WRITERS[form], form in OF_DAY, at, form is Form.WORDS) for form, at in holes),
        json=anywhere.sub("%b", line).encode(),
        in_json=tuple(numbers[mark] for mark in in_json),
        text=anywhere.sub("%s", text),
        in_text=tuple(numbers[mark] for mark in in_text),
    )


def _take_text(resource: dict[str, Any]) -> str:
    """The text of the first attachment that is plain text, a mark left in its place."""
    for content in resource.get("content", ()):
        attachment = content["attachment"]
        if attachment.get("contentType", "").startswith("text/plain") and "data" in attachment:
            text = b64decode(attachment["data"]).decode()
            attachment["data"] = _TEXT
            return text
    return ""
