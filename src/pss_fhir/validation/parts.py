"""Inputs cut into parts, which a process reads and validates by itself.

Lines are counted within a part, since nobody has read what is before it; who gathers the parts in order
adds them up (:class:`pss_fhir.validation.batch.Gathering`).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pss_fhir.errors import InputError
from pss_fhir.inputs import Text, are_lines, guarded, read_file, read_one, texts_of
from pss_fhir.issues import Issue, make_issue
from pss_fhir.ndjson import COMPRESSED, Readable, open_bytes, read_lines

PART_BYTES = 1 << 20
"""Small enough that findings flow and processes end together; large enough that handing over is cheap."""
_FILES = 256
_READ_BYTES = 1 << 20


@dataclass(slots=True)
class Files:
    """Whole files, one after the other.

    Attributes:
        names: the files.
        lines: always 0; the lines of each file are its own.
        is_first: always; nothing goes on from the part before.
    """

    names: tuple[str, ...]
    lines: int = 0
    is_first: bool = True

    def texts(self, max_bytes: int) -> Iterator[Text]:
        """The resources of the files."""
        for name in self.names:
            yield from read_file(Path(name), max_bytes=max_bytes)


@dataclass(slots=True)
class Stretch:
    """The lines of a plain NDJSON file that begin within a range of its bytes.

    Attributes:
        name: the file.
        start: offset of the first byte.
        end: offset after the last.
        lines: line ends in it; known when ``texts`` has ended.
    """

    name: str
    start: int
    end: int
    lines: int = 0

    @property
    def is_first(self) -> bool:
        """Whether the file begins with it."""
        return self.start == 0

    def texts(self, max_bytes: int) -> Iterator[Text]:
        """The resources on the lines; their lines are counted from the beginning of the part."""
        return guarded(self.name, self._texts(max_bytes))

    def _texts(self, max_bytes: int) -> Iterator[Text]:
        with Path(self.name).open("rb") as file:
            yield from texts_of(read_lines(_Within(file, self), max_bytes=max_bytes), self.name, max_bytes)


class _Within:
    """The bytes of a stretch, from the first line that begins in it to the end of the last one."""

    def __init__(self, file: BinaryIO, stretch: Stretch) -> None:
        self._file = file
        self._stretch = stretch
        self._at = stretch.start
        self._is_over = False
        if stretch.start:
            # A line that began before belongs to the part before, however far it goes.
            self._at = file.seek(stretch.start - 1)
            self._is_over = not self._passed_line_end()

    def _passed_line_end(self) -> bool:
        while self._at <= self._stretch.end and (chunk := self._file.read(_READ_BYTES)):
            end = chunk.find(b"\n") + 1
            if end:
                self._at = self._file.seek(self._at + end)
                return self._at < self._stretch.end
            self._at += len(chunk)
        return False

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes."""
        if self._is_over:
            return b""
        chunk = self._file.read(size)
        last = self._stretch.end - self._at - 1
        if len(chunk) > last:
            end = chunk.find(b"\n", max(last, 0)) + 1
            if end:
                chunk = chunk[:end]
                self._is_over = True
        self._at += len(chunk)
        self._stretch.lines += chunk.count(b"\n")
        return chunk


@dataclass(slots=True)
class Piece:
    """Lines of a stream, or its one resource, that were read already.

    Attributes:
        name: the file's name as given; ``-`` for standard input.
        content: the bytes.
        is_first: whether the stream begins with it.
        problem: why the stream ended after it, when it did not end well.
        lines: line ends in it.
    """

    name: str
    content: bytes
    is_first: bool
    problem: Issue | None = None
    lines: int = 0

    def texts(self, max_bytes: int) -> Iterator[Text]:
        """The resources on the lines; their lines are counted from the beginning of the part."""
        self.lines = self.content.count(b"\n")
        line = 0
        stream = io.BytesIO(self.content)
        for text in texts_of(read_lines(stream, max_bytes=max_bytes), self.name, max_bytes):
            line = text.line or 0
            yield text
        if self.problem is not None:
            yield Text(self.name, line, None, self.problem)


@dataclass(slots=True)
class Single:
    """The one resource of a stream, read already.

    Attributes:
        text: it, or why it could not be read.
        lines: always 0; nothing follows.
        is_first: always.
    """

    text: Text
    lines: int = 0
    is_first: bool = True

    def texts(self, max_bytes: int) -> Iterator[Text]:  # noqa: ARG002 - as every part is asked
        """The resource."""
        yield self.text


Part = Files | Stretch | Piece | Single


def parts_of_files(
    files: Iterable[Path], *, max_bytes: int, part_bytes: int = PART_BYTES, is_unpacked: bool = True
) -> Iterator[Part]:
    """The files in parts, in their order.

    Args:
        files: of any form.
        max_bytes: most bytes of one resource.
        part_bytes: about how many bytes a part has.
        is_unpacked: whether large compressed files are unpacked here and handed over in pieces; else each
            is left whole to the process that validates it.
    """
    names: list[str] = []
    weight = 0
    for file in files:
        size = _plain_size(file)
        is_packed = file.name.endswith(COMPRESSED)
        is_large = size is None or size * (_PACKED if is_packed else 1) > part_bytes
        if is_large and size is not None and not is_packed and _has_lines(file, max_bytes):
            cut: Iterator[Part] = _stretches(file, size, part_bytes)
        elif is_large and is_unpacked and (is_packed or size is None):
            cut = _unpacked(file, max_bytes)
        else:
            names.append(str(file))
            weight += size or 0
            if weight > part_bytes or len(names) >= _FILES:
                yield Files(tuple(names))
                names, weight = [], 0
            continue
        if names:
            yield Files(tuple(names))
            names, weight = [], 0
        yield from cut
    if names:
        yield Files(tuple(names))


_PACKED = 10
"""How much larger than its file the content of a compressed one is taken to be."""


def _plain_size(file: Path) -> int | None:
    """Size of a regular file in bytes; None for a pipe or a device; 0 for what is not there (any more)."""
    try:
        return file.stat().st_size if file.is_file() else None
    except OSError:
        return 0


def _has_lines(file: Path, max_bytes: int) -> bool:
    try:
        with file.open("rb") as stream:
            return are_lines(stream, file.name, max_bytes=max_bytes)[0]
    except OSError:
        return False


def _stretches(file: Path, size: int, part_bytes: int) -> Iterator[Part]:
    for start in range(0, size, part_bytes):
        yield Stretch(str(file), start, min(start + part_bytes, size))


def _unpacked(file: Path, max_bytes: int) -> Iterator[Part]:
    try:
        with open_bytes(file) as stream:
            yield from parts_of_stream(stream, str(file), max_bytes=max_bytes)
    except InputError as refused:
        yield Single(Text(str(file), None, None, make_issue(refused.code)))


def parts_of_stream(stream: Readable, name: str, *, max_bytes: int) -> Iterator[Part]:
    """The stream in parts of whole lines, or as one resource, with what ended it before its time."""
    held = bytearray()
    is_first = True
    problem = None
    try:
        has_lines, stream = are_lines(stream, name, max_bytes=max_bytes)
        if not has_lines:
            yield Single(read_one(stream, name, max_bytes=max_bytes))
            return
        while chunk := stream.read(_READ_BYTES):
            held += chunk
            end = held.rfind(b"\n") + 1
            if end >= PART_BYTES:
                yield Piece(name, bytes(held[:end]), is_first)
                is_first = False
                del held[:end]
            elif len(held) - end > max_bytes:
                # Enough of a line that is too long to be told so; the rest of it is passed over.
                del held[end + max_bytes + 1 :]
    except (InputError, OSError) as broken:
        problem = make_issue(broken.code if isinstance(broken, InputError) else "input.unreadable")
        del held[held.rfind(b"\n") + 1 :]
    if held or problem is not None:
        yield Piece(name, bytes(held), is_first, problem)
