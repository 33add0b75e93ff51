"""Inputs cut into parts: whatever the cut, the same resources on the same lines."""

from __future__ import annotations

import gzip
import io
import os
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pss_fhir.inputs import Text, read_file, read_stream
from pss_fhir.validation import parts as cutting
from pss_fhir.validation.parts import Files, Part, Piece, Single, Stretch, parts_of_files, parts_of_stream

MAX = 1_000
LINES = st.lists(st.sampled_from(["{}", "", "  ", '{"a":1}', "nope", "x" * 30, "y" * (MAX + 5)]), max_size=30)


def read(parts: Iterable[Part]) -> list[tuple[int | None, bytes | None]]:
    """Line and content of everything in the parts, with the lines added up as the gathering does."""
    found: list[tuple[int | None, bytes | None]] = []
    before = 0
    for part in parts:
        before = 0 if part.is_first else before
        found.extend((text.line and text.line + before, text.raw) for text in part.texts(MAX))
        before += part.lines
    return found


def told(texts: Iterable[Text]) -> list[tuple[int | None, bytes | None]]:
    return [(text.line, text.raw) for text in texts]


@given(lines=LINES, ending=st.sampled_from(["", "\n", "\r\n", "\n\n"]), size=st.integers(1, 200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stretches_when_cut_anywhere_then_each_line_once_with_its_number(
    tmp_path: Path, lines: list[str], ending: str, size: int
) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(("\n".join(lines) + ending).encode())

    cut = list(parts_of_files([file], max_bytes=MAX, part_bytes=size))

    assert told(read_file(file, max_bytes=MAX)) == read(cut)


@given(lines=LINES, ending=st.sampled_from(["", "\n", "\n\n"]), size=st.integers(1, 200))
def test_stream_when_cut_anywhere_then_each_line_once_with_its_number(
    lines: list[str], ending: str, size: int
) -> None:
    content = ("\n".join(lines) + ending).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "PART_BYTES", size)
        patch.setattr(cutting, "_READ_BYTES", 7)
        cut = list(parts_of_stream(io.BytesIO(content), "a.ndjson", max_bytes=MAX))

    assert told(read_stream(io.BytesIO(content), "a.ndjson", max_bytes=MAX)) == read(cut)


def test_stream_when_one_resource_then_one_part() -> None:
    (part,) = parts_of_stream(io.BytesIO(b'{\n"a":1}'), "-", max_bytes=MAX)

    assert isinstance(part, Single)
    assert read([part]) == [(None, b'{\n"a":1}')]


def test_line_when_it_never_ends_then_only_its_beginning_is_held() -> None:
    class Endless:
        left = 300

        def read(self, size: int = -1, /) -> bytes:  # noqa: ARG002 - as streams are read
            self.left -= 1
            return b"x" * 1_000 if self.left else b""

    (part,) = parts_of_stream(Endless(), "a.ndjson", max_bytes=MAX)

    assert isinstance(part, Piece)
    assert len(part.content) <= MAX + 1_001
    assert read([part]) == [(1, None)]


def test_files_when_many_and_small_then_together_and_large_ones_cut_where_they_stand(tmp_path: Path) -> None:
    for name, size in (("a.json", 5), ("b.json", 5), ("c.ndjson", 90), ("d.json", 5)):
        (tmp_path / name).write_bytes(b"{}\n{}" + b"\n" * (size - 5))
    found = list(parts_of_files(sorted(tmp_path.iterdir()), max_bytes=MAX, part_bytes=40))

    assert found == [
        Files((str(tmp_path / "a.json"), str(tmp_path / "b.json"))),
        *(Stretch(str(tmp_path / "c.ndjson"), start, min(start + 40, 90)) for start in (0, 40, 80)),
        Files((str(tmp_path / "d.json"),)),
    ]


def test_file_when_one_large_resource_then_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"{\n" + b" " * 100 + b"}")

    assert list(parts_of_files([file], max_bytes=MAX, part_bytes=40)) == [Files((str(file),))]


@pytest.mark.parametrize("is_unpacked", [True, False])
def test_compressed_file_when_large_then_unpacked_here_only_when_asked(
    tmp_path: Path, is_unpacked: bool
) -> None:
    file = tmp_path / "a.ndjson.gz"
    file.write_bytes(gzip.compress(b"{}\n" * 1_000))
    found = list(parts_of_files([file], max_bytes=MAX, part_bytes=40, is_unpacked=is_unpacked))

    assert {Piece if is_unpacked else Files} == {type(part) for part in found}
    assert len(read(found)) == 1_000


def test_compressed_file_when_it_ends_early_then_the_last_part_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson.gz"
    packed = gzip.compress(os.urandom(3_000).hex().encode() + b"\n" + b"{}\n" * 3_000)
    file.write_bytes(packed[:-9])
    (piece,) = parts_of_files([file], max_bytes=10_000, part_bytes=40)
    (*_, last) = piece.texts(10_000)

    assert isinstance(piece, Piece)
    assert piece.problem is not None
    assert (last.problem, piece.problem.code) == (piece.problem, "input.truncated")


def test_pipe_when_named_as_a_file_then_read_here(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"{}\n{}\n",))
    writer.start()
    found = list(parts_of_files([pipe], max_bytes=MAX, part_bytes=40))
    writer.join()

    assert read(found) == [(1, b"{}"), (2, b"{}")]


def test_file_when_it_is_gone_by_its_turn_then_said(tmp_path: Path) -> None:
    found = [
        text
        for part in (Files((str(tmp_path / "gone.json"),)), Stretch(str(tmp_path / "gone.ndjson"), 0, 9))
        for text in part.texts(MAX)
    ]

    assert [text.problem.code for text in found if text.problem] == ["input.unreadable"] * 2
