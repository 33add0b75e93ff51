"""Sorting more than memory holds: sorted runs in a file without a name, merged while they are read."""

from __future__ import annotations

import heapq
import pickle
import struct
import tempfile
import weakref
from collections.abc import Callable, Iterator
from typing import IO, Any, Generic, TypeVar

Item = TypeVar("Item")

_LENGTH = struct.Struct("<Q")
_BATCHES_OF_RUN = 512
"""Into how many pieces a run is cut; of each run one piece is in memory while runs are merged."""


class SortedItems(Generic[Item]):
    """Items put in one by one, in any order, and given back sorted, as often as asked.

    Items with equal keys come back in the order in which they were put in. What does not fit goes to a
    temporary file that has no name, so that nothing of it outlives the process.

    Args:
        key: what items are sorted by.
        most_in_memory: how much is held before it is written to the file.
        size_of: how much of that an item takes; by default each counts one.
        pack: what is written for an item, by default itself; plain tuples are written faster than named ones.
        unpack: the item from what was written for it.
    """

    def __init__(
        self,
        key: Callable[[Item], Any],
        *,
        most_in_memory: int,
        size_of: Callable[[Item], int] = lambda _: 1,
        pack: Callable[[Item], Any] = lambda item: item,
        unpack: Callable[[Any], Item] = lambda packed: packed,
    ) -> None:
        self._key = key
        self._most = most_in_memory
        self._size_of = size_of
        self._pack = pack
        self._unpack = unpack
        self._held: list[Item] = []
        self._held_size = 0
        self._count = 0
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, int]] = []

    def add(self, item: Item) -> None:
        """Put an item in."""
        self._held.append(item)
        self._count += 1
        self._held_size += self._size_of(item)
        if self._held_size >= self._most:
            self._write_run()

    def __len__(self) -> int:
        return self._count

    def __contains__(self, item: object) -> bool:
        return any(item == one for one in self)

    def __iter__(self) -> Iterator[Item]:
        self._held.sort(key=self._key)
        runs = [self._read_run(start, end) for start, end in self._runs]
        return heapq.merge(*runs, iter(self._held), key=self._key) if runs else iter(self._held)

    def _write_run(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed when this object goes
            weakref.finalize(self, self._file.close)
        file, start = self._file, self._file.seek(0, 2)
        self._held.sort(key=self._key)
        batch: list[Any] = []
        size = 0
        for item in self._held:
            batch.append(self._pack(item))
            size += self._size_of(item)
            if size * _BATCHES_OF_RUN >= self._held_size:
                file.write(_packed(batch))
                batch, size = [], 0
        if batch:
            file.write(_packed(batch))
        self._runs.append((start, file.tell()))
        self._held, self._held_size = [], 0

    def _read_run(self, start: int, end: int) -> Iterator[Item]:
        file = self._file
        assert file is not None  # noqa: S101 - a run was written to it
        while start < end:
            file.seek(start)
            (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
            packed = file.read(length)
            start += _LENGTH.size + length
            yield from map(self._unpack, pickle.loads(packed))  # noqa: S301 - our own bytes, from our own file


def _packed(batch: list[Any]) -> bytes:
    content = pickle.dumps(batch, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(content)) + content
