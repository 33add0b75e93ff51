"""The same validation on Spark: ``mapInArrow`` over lines, one validator per executor process.

Needs the extra ``pss-fhir[spark]`` (PySpark 4).
"""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pss_fhir.errors import UsageError
from pss_fhir.validation.batch import Outcome, validate_texts
from pss_fhir.validation.inputs import LINE_NAMES, Text, read_file, read_stream
from pss_fhir.validation.positions import place
from pss_fhir.validation.validator import Validator

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

FINDINGS = (
    "row long, resource string, severity string, code string, path string, message string, profile string, "
    "source string, line int, column int"
)  # fmt: skip
"""Schema of the findings, as Spark writes it; ``row`` is the value of the row's number column."""

_FIELDS = ("resource", "severity", "code", "path", "message", "profile", "source", "line", "column")


def validate_dataframe(
    df: DataFrame, column: str, *, validator: Validator | None = None, row: str | None = None
) -> DataFrame:
    """The findings about the resources in a column of JSON text, as a DataFrame of :data:`FINDINGS`.

    The same findings as :meth:`Validator.validate` gives, in its order within a row. What could not be
    checked is not told: profiles that matter are named when the validator is made, which fails if they
    are not held.

    Args:
        df: any DataFrame.
        column: name of a string or binary column with one resource per row.
        validator: its settings travel to the executors; the default checks base R4 and claimed profiles.
        row: name of a column of whole numbers that tells rows apart; without one ``row`` counts
            within a task.
    """
    chosen = validator or Validator()
    names = [column] if row is None else [column, row]

    def check(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _checked(chosen, batches, has_rows=row is not None)

    return df.select(*names).mapInArrow(check, FINDINGS)


def _checked(
    validator: Validator, batches: Iterator[pa.RecordBatch], *, has_rows: bool
) -> Iterator[pa.RecordBatch]:
    """Runs in an executor; ``validator`` is rebuilt there once per process, from the cached form."""
    import pyarrow as pa

    local = _local(validator)
    count = 0
    for batch in batches:
        numbers = batch.column(1).to_pylist() if has_rows else range(count, count + batch.num_rows)
        count += batch.num_rows
        found: dict[str, list[Any]] = {name: [] for name in ("row", *_FIELDS)}
        for number, text in zip(numbers, batch.column(0).to_pylist(), strict=True):
            if text is None:
                continue
            raw = text.encode() if isinstance(text, str) else bytes(text)
            issues = local.validate(raw)
            for issue in place(raw, None, issues) if issues else ():
                found["row"].append(number)
                for name in _FIELDS:
                    found[name].append(getattr(issue, name))
        yield pa.RecordBatch.from_pydict(found, schema=_schema())


def _schema() -> pa.Schema:
    import pyarrow as pa

    whole, text, small = pa.int64(), pa.string(), pa.int32()
    types = [whole, *[text] * 7, small, small]
    return pa.schema(list(zip(("row", *_FIELDS), types, strict=True)))


_known: dict[str, Validator] = {}


def _local(validator: Validator) -> Validator:
    """One validator per process and settings: a task that brings the same settings finds the first one's."""
    return _known.setdefault(validator.settings_key, validator)


CHUNK_BYTES = 16 << 20
"""How much of an NDJSON file one task takes."""

_CHUNK = "number long, file string, start long, length long, line long"
_TOLD = "chunk long, texts long, file string, line int, bytes long, issues binary"


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Part of a file: whole lines of NDJSON, or (length < 0) all of it."""

    number: int
    file: str
    start: int
    length: int
    line: int


def validate_files(
    validator: Validator, paths: Sequence[Path], session: SparkSession | None = None
) -> Iterator[Outcome]:
    """The outcomes of the files, in their order, computed on Spark; the executors must see the same paths.

    Outcomes without findings are summed up: one stands for each chunk's share of them.

    Raises:
        UsageError: PySpark is not installed.
    """
    try:
        from pyspark.sql import SparkSession as Session
    except ImportError as missing:
        raise UsageError(
            "--engine spark needs PySpark 4. Install it with: pip install 'pss-fhir[spark]'", where="--engine"
        ) from missing
    spark = session or _new_session(Session)
    chunks = _chunks(paths)
    wave = spark.sparkContext.defaultParallelism * _WAVE

    def check(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _checked_chunks(validator, batches)

    while part := list(islice(chunks, wave)):
        rows = [astuple(chunk) for chunk in part]
        df = spark.createDataFrame(spark.sparkContext.parallelize(rows, len(rows)), _CHUNK)
        for row in df.mapInArrow(check, _TOLD).collect():
            issues = pickle.loads(row["issues"])  # noqa: S301 - written by our own executors
            yield Outcome(row["file"], row["line"], issues, row["bytes"], row["texts"])


def _new_session(session_class: Any) -> SparkSession:
    """A session whose workers run this Python; PySpark takes that from the environment alone."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    made: SparkSession = session_class.builder.appName("pss-fhir validate").getOrCreate()
    return made


_WAVE = 4


def _chunks(paths: Sequence[Path]) -> Iterator[_Chunk]:
    number = 0
    for path in paths:
        pieces = _pieces(path) if path.name.endswith(LINE_NAMES) else [(0, -1, 1)]
        for start, length, line in pieces:
            yield _Chunk(number, str(path), start, length, line)
            number += 1


def _pieces(path: Path) -> Iterator[tuple[int, int, int]]:
    """(start, length, number of the first line) of parts of whole lines."""
    start, line = 0, 1
    with path.open("rb") as file:
        while content := file.read(CHUNK_BYTES):
            content += file.readline()
            yield start, len(content), line
            start += len(content)
            line += content.count(b"\n")


def _checked_chunks(validator: Validator, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    local = _local(validator)
    whole, text = pa.int64(), pa.string()
    schema = pa.schema(
        [
            ("chunk", whole),
            ("texts", whole),
            ("file", text),
            ("line", pa.int32()),
            ("bytes", whole),
            ("issues", pa.binary()),
        ]
    )
    for batch in batches:
        for row in batch.to_pylist():
            told: dict[str, list[Any]] = {name: [] for name in schema.names}
            for outcome in _with_clean_ones_summed(
                validate_texts(local, _texts(row, local.max_bytes)), row["file"]
            ):
                values = (row["number"], outcome.texts, outcome.file, outcome.line, outcome.bytes_read)
                for name, value in zip(schema.names, (*values, pickle.dumps(outcome.issues)), strict=True):
                    told[name].append(value)
            yield pa.RecordBatch.from_pydict(told, schema=schema)


def _with_clean_ones_summed(outcomes: Iterator[Outcome], file: str) -> Iterator[Outcome]:
    clean, size = 0, 0
    for outcome in outcomes:
        if outcome.issues:
            yield outcome
        else:
            clean += 1
            size += outcome.bytes_read
    if clean:
        yield Outcome(file, None, (), size, clean)


def _texts(row: dict[str, Any], max_bytes: int) -> Iterator[Text]:
    path = Path(row["file"])
    if row["length"] < 0:
        yield from read_file(path, max_bytes=max_bytes)
        return
    with path.open("rb") as file:
        file.seek(row["start"])
        content = io.BytesIO(file.read(row["length"]))
    for text in read_stream(content, row["file"], max_bytes=max_bytes):
        yield replace(text, line=text.line + row["line"] - 1 if text.line is not None else None)
