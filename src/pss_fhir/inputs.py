"""Files, folders and standard input -> the resources in them, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from pss_fhir.errors import InputError
from pss_fhir.issues import Issue, make_issue
from pss_fhir.ndjson import COMPRESSED, Line, Readable, open_bytes, read_all, read_lines

LINE_NAMES = (".ndjson", ".jsonl")
_NAMES = (".json", *LINE_NAMES)


class Text(NamedTuple):
    """The text of one resource and where it stands.

    Attributes:
        file: the file's name as given; ``-`` for standard input.
        line: its line in NDJSON, 1-based; None for a file that is one resource.
        raw: its bytes, or None when they could not be had; then ``problem`` says why.
    """

    file: str
    line: int | None
    raw: bytes | None
    problem: Issue | None = None


def files_of(path: Path) -> list[Path]:
    """The files that a path means: itself, or those of a folder and all below it, by name.

    Raises:
        InputError: there is nothing there.
    """
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and is_resource_file(file.name))
        if not found:
            raise InputError(
                "there is no .json or .ndjson file in the folder. Name another.",
                code="input.no-files",
                where=str(path),
            )
        return found
    if not path.exists():
        raise InputError("there is no such file. Check its name.", where=str(path))
    return [path]


def is_resource_file(name: str) -> bool:
    """Whether a file in a folder is taken for resources, by its name."""
    return _plain_name(name).endswith(_NAMES) and not name.startswith(".")


def _plain_name(name: str) -> str:
    for ending in COMPRESSED:
        name = name.removesuffix(ending)
    return name


def read_file(path: Path, *, max_bytes: int) -> Iterator[Text]:
    """The resources of one file; what cannot be read is the last of them, with its problem."""
    return guarded(str(path), _read_file(path, max_bytes))


def _read_file(path: Path, max_bytes: int) -> Iterator[Text]:
    with open_bytes(path) as stream:
        yield from read_stream(stream, str(path), max_bytes=max_bytes)


def guarded(name: str, texts: Iterator[Text]) -> Iterator[Text]:
    """The texts, and at their end why there are no more, when reading came to a bad end."""
    line = None
    try:
        for text in texts:
            line = text.line
            yield text
    except InputError as broken:
        yield Text(name, line, None, make_issue(broken.code))
    except OSError:
        yield Text(name, line, None, make_issue("input.unreadable"))


def read_stream(stream: Readable, name: str, *, max_bytes: int) -> Iterator[Text]:
    """The resources of a stream: one per line when it is NDJSON by name or by its first line, else one."""
    has_lines, whole = are_lines(stream, name, max_bytes=max_bytes)
    if has_lines:
        yield from texts_of(read_lines(whole, max_bytes=max_bytes), name, max_bytes)
    else:
        yield read_one(whole, name, max_bytes=max_bytes)


def read_one(stream: Readable, name: str, *, max_bytes: int) -> Text:
    """The stream as one resource."""
    content = read_all(stream, max_bytes=max_bytes)
    return Text(name, None, content, None if content is not None else _too_large(max_bytes))


def texts_of(lines: Iterable[Line], name: str, max_bytes: int) -> Iterator[Text]:
    """One text per line."""
    for number, content in lines:
        yield Text(name, number, content, None if content is not None else _too_large(max_bytes))


def are_lines(stream: Readable, name: str, *, max_bytes: int) -> tuple[bool, Readable]:
    """Whether a stream has a resource per line, by name or by its first line; and the stream, unread.

    A first line that is a whole JSON object makes it so, when more than blank lines follow.
    """
    if _plain_name(name).endswith(LINE_NAMES):
        return True, stream
    head = _head(stream, max_bytes)
    first, _, rest = head.lstrip().partition(b"\n")
    is_whole = _is_whole(first)
    while is_whole and not rest.strip() and len(head) <= max_bytes and (rest := stream.read(_HEAD_BYTES)):
        head += rest
    return is_whole and bool(rest.strip()), _Joined(head, stream)


def _head(stream: Readable, max_bytes: int) -> bytes:
    """The stream's beginning, with its first line that is not blank."""
    head = b""
    while b"\n" not in head.lstrip() and len(head) <= max_bytes and (chunk := stream.read(_HEAD_BYTES)):
        head += chunk
    return head


_HEAD_BYTES = 1 << 16


def _is_whole(first: bytes) -> bool:
    """Whether the line is a complete JSON object."""
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False


def _too_large(max_bytes: int) -> Issue:
    return make_issue("input.too-large", max=f"{max_bytes:,}")


class _Joined:
    """What was read ahead, then the rest of the stream."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self._first = first
        self._rest = rest

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes."""
        if self._first:
            found, self._first = self._first[:size], self._first[size:]
            return found
        return self._rest.read(size)
