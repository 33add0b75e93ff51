"""Lines in, whole files out."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
import zstandard

from pss_fhir.errors import InputError
from pss_fhir.ndjson import Line, open_bytes, read_all, read_lines, replacing


def lines(content: bytes, max_bytes: int = 1_000) -> list[Line]:
    return list(read_lines(io.BytesIO(content), max_bytes=max_bytes))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"a", [Line(1, b"a")]),
        (b"a\nb\n", [Line(1, b"a"), Line(2, b"b")]),
        (b"a\r\n\r\n\n b \n", [Line(1, b"a"), Line(4, b"b")]),
        (b"\n\n", []),
    ],
)
def test_lines_when_read_then_numbered_without_blank_ones(content: bytes, expected: list[Line]) -> None:
    assert expected == lines(content)


@pytest.mark.parametrize("size", [10, 1 << 20, 3 << 20])
def test_line_when_too_long_then_passed_over_and_the_next_is_read(size: int) -> None:
    content = b"x" * size + b"\nb\n" + b"y" * size

    assert [Line(1, None), Line(2, b"b"), Line(3, None)] == lines(content, max_bytes=9)


def test_line_when_it_spans_chunks_then_whole() -> None:
    long = b"x" * (5 << 19)

    assert [Line(1, b"a"), Line(2, long), Line(3, b"b")] == lines(b"a\n" + long + b"\nb", max_bytes=len(long))


def test_all_when_more_than_allowed_then_none() -> None:
    assert read_all(io.BytesIO(b"abc"), max_bytes=2) is None
    assert read_all(io.BytesIO(b"abc"), max_bytes=3) == b"abc"


def packed(name: str, content: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.compress(content)
    return (
        zstandard.ZstdCompressor(write_checksum=True).compress(content) if name.endswith(".zst") else content
    )


@pytest.mark.parametrize("name", ["a.ndjson", "a.ndjson.gz", "a.ndjson.zst"])
def test_file_when_packed_then_unpacked_by_its_name_frame_after_frame(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(packed(name, b"a\n") + packed(name, b"b\n"))
    with open_bytes(file) as stream:
        assert [line.content for line in read_lines(stream, max_bytes=9)] == [b"a", b"b"]


@pytest.mark.parametrize("name", ["a.ndjson.gz", "a.ndjson.zst"])
def test_file_when_cut_off_then_what_came_before_is_given_first(tmp_path: Path, name: str) -> None:
    content = b"".join(b"%d\n" % number for number in range(200_000))
    whole = packed(name, content)
    file = tmp_path / name
    file.write_bytes(whole[: len(whole) * 3 // 4])
    found = []

    def read() -> None:
        with open_bytes(file) as stream:
            found.extend(line.number for line in read_lines(stream, max_bytes=99))

    with pytest.raises(InputError) as damaged:
        read()

    assert damaged.value.code == "input.truncated"
    assert len(found) > 1_000


def test_file_when_it_is_not_packed_as_its_name_says_then_damaged(tmp_path: Path) -> None:
    file = tmp_path / "a.json.gz"
    file.write_bytes(b"{}")
    with open_bytes(file) as stream, pytest.raises(InputError):
        stream.read(9)


def test_file_when_it_is_not_there_then_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"), open_bytes(tmp_path / "nothing"):
        pass


def test_replacing_when_all_is_well_then_the_new_file_is_there_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    with replacing(target) as file:
        file.write(b"new")

        assert target.read_bytes() == b"old"

    assert [target] == list(tmp_path.iterdir())
    assert target.read_bytes() == b"new"


def test_replacing_when_it_fails_then_the_old_file_is_there_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")

    def write_half() -> None:
        with replacing(target) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()

    assert [target] == list(tmp_path.iterdir())
    assert target.read_bytes() == b"old"


def test_replacing_when_the_folder_is_not_there_then_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"), replacing(tmp_path / "no" / "out"):
        pass
