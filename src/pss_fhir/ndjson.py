"""Streams of lines: NDJSON in, compressed or not, and whole files out.

Reading holds one line at a time. Writing goes beside the target and is moved there at the end, so that a
reader sees the old file or the whole new one.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple, Protocol

from pss_fhir.errors import InputError

_CHUNK_BYTES = 1 << 20
COMPRESSED = (".gz", ".zst")
"""File name endings of the compressions that are read."""


class Readable(Protocol):
    """Gives bytes, piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        ...


class Line(NamedTuple):
    """One line that is not blank.

    Attributes:
        number: counted from 1, blank lines included.
        content: the bytes without the line end; None when the line was longer than allowed.
    """

    number: int
    content: bytes | None


def read_lines(stream: Readable, *, max_bytes: int) -> Iterator[Line]:
    """The lines of a stream that are not blank; one longer than ``max_bytes`` is passed over, not held."""
    number, held, too_long = 1, bytearray(), False
    while chunk := stream.read(_CHUNK_BYTES):
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            piece = chunk[start:end]
            if too_long or len(held) + len(piece) > max_bytes:
                yield Line(number, None)
            elif content := (bytes(held) + piece if held else piece).strip(b" \t\r"):
                yield Line(number, content)
            number, too_long, start = number + 1, False, end + 1
            held.clear()
        if not too_long:
            held += chunk[start:]
            if len(held) > max_bytes:
                too_long = True
                held.clear()
    if too_long:
        yield Line(number, None)
    elif content := bytes(held).strip(b" \t\r"):
        yield Line(number, content)


def read_all(stream: Readable, *, max_bytes: int) -> bytes | None:
    """What is left of the stream, or None when that is more than ``max_bytes``."""
    content = bytearray()
    while chunk := stream.read(_CHUNK_BYTES):
        content += chunk
        if len(content) > max_bytes:
            return None
    return bytes(content)


@contextmanager
def open_bytes(path: Path) -> Iterator[Readable]:
    """The file's bytes, unpacked by the ending of its name (``.gz``, ``.zst``).

    Reading raises ``InputError`` (``input.truncated``) where a compressed stream is damaged or ends early,
    after all that could be unpacked was given.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        raw = path.open("rb")
    except OSError as refused:
        raise InputError(
            f"the file cannot be opened ({refused.strerror}). Check its name and your rights.",
            where=str(path),
        ) from refused
    with raw:
        yield unpacked(raw, path.name)


def unpacked(stream: BinaryIO, name: str) -> Readable:
    """The stream, unpacked by the ending of the name."""
    if name.endswith(".gz"):
        return _Unpacking(stream, name, lambda: zlib.decompressobj(_GZIP), (zlib.error,))
    if name.endswith(".zst"):
        import zstandard  # only those who read .zst need it

        return _Unpacking(
            stream, name, lambda: zstandard.ZstdDecompressor().decompressobj(), (zstandard.ZstdError,)
        )
    return stream


_GZIP = 16 + zlib.MAX_WBITS


class _Frame(Protocol):
    """One frame being unpacked, by zlib or zstandard."""

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""
        ...

    @property
    def unused_data(self) -> bytes:
        """The bytes after its end."""
        ...

    def decompress(self, packed: bytes, /) -> bytes:
        """What the bytes unpack to."""
        ...


class _Unpacking:
    """Reads compressed data frame after frame and notices an end inside a frame."""

    def __init__(
        self,
        stream: BinaryIO,
        name: str,
        make_frame: Callable[[], _Frame],
        damages: tuple[type[Exception], ...],
    ) -> None:
        self._stream = stream
        self._name = name
        self._make_frame = make_frame
        self._damages = damages
        self._frame = make_frame()
        self._packed = b""
        self._plain = b""
        self._begun = False

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; fewer, where a piece ends."""
        while not self._plain:
            self._packed = self._packed or self._stream.read(_PACKED_BYTES)
            if not self._packed:
                if self._begun:
                    raise self._damaged()
                return b""
            self._unpack()
        end = size if size >= 0 else len(self._plain)
        found, self._plain = self._plain[:end], self._plain[end:]
        return found

    def _unpack(self) -> None:
        try:
            self._plain = self._frame.decompress(self._packed)
        except self._damages as damage:
            raise self._damaged() from damage
        self._begun = not self._frame.eof
        self._packed = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = self._make_frame()

    def _damaged(self) -> InputError:
        return InputError(
            "the compressed file ends too early or is damaged; what came before was read. Send it again.",
            code="input.truncated",
            where=self._name,
        )


_PACKED_BYTES = 1 << 16
"""Read at a time from a compressed file, so that even the best compression unpacks to little at once."""


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of ``path`` when the block ends well, else it is gone.

    Raises:
        InputError: the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        try:
            file = part.open("wb")
        except OSError as refused:
            raise InputError(
                f"the file cannot be written ({refused.strerror}). Check the folder and your rights.",
                where=str(path),
            ) from refused
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
