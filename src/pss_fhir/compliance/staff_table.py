"""One CSV file of the staff folder: its columns, its rows, and every bad cell by file, line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from pss_fhir.compliance.staff_cells import CellReader, read_text
from pss_fhir.domain.record import Record
from pss_fhir.issues import Issue, make_issue

_OTHER_MARKS = ((";", "semicolons"), ("\t", "tabs"))
"""What spreadsheets of other countries, or "text" in place of CSV, put between cells."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: as the header line writes it.
        read: how a cell becomes a value.
        is_needed: whether every row must fill it.
    """

    name: str
    read: CellReader = read_text
    is_needed: bool = False


@dataclass(frozen=True)
class Table:
    """One file.

    Attributes:
        file: its name in the folder.
        columns: what it may hold.
        build: values by column name (None for an empty cell) -> record; pydantic refuses what contradicts.
        is_optional: whether a folder is whole without it.
    """

    file: str
    columns: tuple[Column, ...]
    build: Callable[[dict[str, Any]], Record]
    is_optional: bool = False


@dataclass(frozen=True)
class Row:
    """A good row: its record and the line on which it begins."""

    line: int
    record: Record


@dataclass
class ReadTable:
    """What was read of a file.

    Attributes:
        rows: the good rows.
        refused: the ``staff_id`` of each other row; None where the row names nobody for certain.
        issues: everything wrong with the file, its lines and cells.
        is_read: whether its rows could be read at all.
    """

    rows: list[Row] = field(default_factory=list)
    refused: list[str | None] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    is_read: bool = True


def read_table(table: Table, content: bytes, file: str) -> ReadTable:
    """The good rows of a file, whom the others name, and everything wrong with them.

    Args:
        table: what the file is.
        content: its bytes; a byte order mark is passed over.
        file: its name as findings give it.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as failed:
        line = content[: failed.start].count(b"\n") + 1
        return _unread([make_issue("staff.not-utf8").at(file=file, line=line)])
    lines = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    header = next(lines, None)
    if header is None:
        names = ", ".join(column.name for column in table.columns)
        return _unread([make_issue("staff.header-missing", columns=names).at(file=file, line=1)])
    order, issues = _read_header(table, header, file)
    if order is None:
        return _unread(issues)
    read = ReadTable(issues=issues)
    try:
        for line, cells in _numbered(lines):
            if not any(cell.strip() for cell in cells):
                continue
            record, found = _read_row(table, order, len(header), cells)
            issues += [issue.at(file=file, line=line, column=issue.column) for issue in found]
            if record is not None:
                read.rows.append(Row(line, record))
            else:
                read.refused.append(_named_in(order, cells))
    except csv.Error:
        issues.append(make_issue("staff.cell-too-long").at(file=file, line=lines.line_num))
        read.refused.append(None)
    return read


def _unread(issues: list[Issue]) -> ReadTable:
    return ReadTable(issues=issues, is_read=False)


def _named_in(order: Sequence[Column | None], cells: Sequence[str]) -> str | None:
    """The person whom a refused row names; cells behind one too few or too many may stand anywhere."""
    at = next(
        (number for number, one in enumerate(order) if one is not None and one.name == "staff_id"), None
    )
    if at is None or (at and len(cells) != len(order)):
        return None
    return cells[at].strip() or None


def _numbered(lines: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; a quoted line break makes a row span several."""
    begins = lines.line_num + 1
    for cells in lines:
        yield begins, cells
        begins = lines.line_num + 1


def _read_header(
    table: Table, header: Sequence[str], file: str
) -> tuple[list[Column | None] | None, list[Issue]]:
    """The column of each cell, None for an unknown one; None as a whole where rows cannot be read."""
    mark = (
        next((name for sign, name in _OTHER_MARKS if sign in header[0]), None) if len(header) == 1 else None
    )
    if mark:
        return None, [make_issue("staff.separator", mark=mark).at(file=file, line=1)]
    known = {column.name: column for column in table.columns}
    names = [name.strip().lower() for name in header]
    issues = [
        make_issue("staff.column-unknown", column=repr(name), columns=", ".join(known)).at(
            file=file, line=1, column=position
        )
        for position, name in enumerate(names, 1)
        if name not in known
    ]
    twice = sorted({name for name in names if name in known and names.count(name) > 1})
    missing = [column.name for column in table.columns if column.is_needed and column.name not in names]
    fatal = [make_issue("staff.column-twice", column=name).at(file=file, line=1) for name in twice]
    fatal += [make_issue("staff.column-missing", column=name).at(file=file, line=1) for name in missing]
    return (None if fatal else [known.get(name) for name in names]), [*issues, *fatal]


def _read_row(
    table: Table, order: Sequence[Column | None], width: int, cells: Sequence[str]
) -> tuple[Record | None, list[Issue]]:
    if not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) != width:
        return None, [make_issue("staff.row-length", found=len(cells), wanted=width)]
    values: dict[str, Any] = {column.name: None for column in table.columns}
    issues: list[Issue] = []
    for position, (column, cell) in enumerate(zip(order, cells, strict=True), 1):
        if column is None:
            continue
        trimmed = cell.strip()
        try:
            values[column.name] = column.read(trimmed) if trimmed else None
        except ValueError as refused:
            found = make_issue("staff.value-invalid", column=column.name, reason=str(refused))
            issues.append(found.at(column=position))
            continue
        if not trimmed and column.is_needed:
            issues.append(make_issue("staff.value-missing", column=column.name).at(column=position))
    if issues:
        return None, issues
    try:
        return table.build(values), []
    except ValidationError as refused:
        return None, [
            _contradiction(error) for error in refused.errors(include_input=False, include_url=False)
        ]


def _contradiction(error: Any) -> Issue:
    where = ".".join(str(part) for part in error["loc"])
    reason = error["msg"].removeprefix("Value error, ")
    return make_issue("staff.row-invalid", reason=f"{where}: {reason}" if where else reason)
