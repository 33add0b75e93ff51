"""The JSON values of files, folders and standard input, each with the place it came from."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import orjson

from pss_fhir.errors import InputError
from pss_fhir.inputs import Text, files_of, read_file, read_stream
from pss_fhir.issues import Issue, make_issue

STANDARD_INPUT = "-"
MAX_BYTES = 256 * 1024 * 1024
"""Most bytes of one value."""

Spot: TypeAlias = tuple[str, int | None, int | None]
"""File, line and entry of a value: plain, since each resource that is put away has one."""


class Value(NamedTuple):
    """One JSON value, or the finding that it is none.

    Attributes:
        file: its name as given, ``-`` for standard input.
        line: 1-based line of NDJSON on which it stands; None in a file that is one JSON text.
        entry: position from 0 in a file that is a list; None elsewhere.
        raw: the value.
        issue: why there is none.
        text: what it was parsed from, for a line of NDJSON.
    """

    file: str
    line: int | None = None
    entry: int | None = None
    raw: Any = None
    issue: Issue | None = None
    text: bytes | None = None

    @property
    def spot(self) -> Spot:
        """Where it came from, without what stands there; ``Value(*spot)`` places findings there."""
        return self.file, self.line, self.entry

    def place(self, issue: Issue) -> Issue:
        """The finding, placed where the value came from."""
        placed = issue.at(file=self.file, line=self.line)
        if self.entry is None:
            return placed
        return placed._replace(path=f"[{self.entry}].{issue.path}" if issue.path else f"[{self.entry}]")


def read_values(paths: Sequence[str]) -> Iterator[Value]:
    """The values of the paths, in order; each line of NDJSON and each entry of a list is one.

    Raises:
        InputError: a path cannot be read, or a file that is one JSON text is no JSON.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            texts = read_stream(sys.stdin.buffer, STANDARD_INPUT, max_bytes=MAX_BYTES)
            yield from values_of(texts)
        else:
            for file in files_of(Path(path)):
                yield from values_of(read_file(file, max_bytes=MAX_BYTES))


def values_of(texts: Iterable[Text]) -> Iterator[Value]:
    """The values of texts, in order; each line of NDJSON and each entry of a list is one.

    Raises:
        InputError: a file that is one JSON text is no JSON.
    """
    for file, line, text, problem in texts:
        try:
            raw = orjson.loads(text) if text is not None else None
        except orjson.JSONDecodeError as refused:
            raw, problem = None, make_issue("input.not-json", problem=refused.msg)
        if line is not None:
            yield Value(file, line, None, raw, problem, text)
        elif problem is not None:
            raise InputError(problem.message, code=problem.code, where=file)
        elif isinstance(raw, list):
            yield from (Value(file, None, entry, item) for entry, item in enumerate(raw))
        else:
            yield Value(file, None, None, raw)
