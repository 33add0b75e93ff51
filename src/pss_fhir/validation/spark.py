"""The same validation on Spark: ``mapInArrow`` over rows or parts of files.

Tasks bring the validator's settings; each executor process makes one validator of them and keeps it. What
runs there are functions of this module, so that tasks carry no code.

Needs the extra ``pss-fhir[spark]`` (PySpark 4).
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pss_fhir.errors import UsageError
from pss_fhir.validation.batch import Gathering, Outcome, tell_of
from pss_fhir.validation.parts import parts_of_files
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

TASK_BYTES = 16 << 20
"""How much of an NDJSON file one task takes."""
_TASKS = 8
"""Tasks per core that are handed to Spark at a time; their findings are held until they are written."""


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
    check = partial(_check_rows, pickle.dumps(validator or Validator()), row is not None)
    return df.select(*([column] if row is None else [column, row])).mapInArrow(check, FINDINGS)


@lru_cache(maxsize=4)
def _validator_of(settings: bytes) -> Validator:
    """The one of this process for these settings."""
    made: Validator = pickle.loads(settings)  # noqa: S301 - written by our own driver
    return made


def _check_rows(
    settings: bytes, has_rows: bool, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Runs in an executor."""
    import pyarrow as pa

    validator = _validator_of(settings)
    whole, text, small = pa.int64(), pa.string(), pa.int32()
    schema = pa.schema(list(zip(("row", *_FIELDS), [whole, *[text] * 7, small, small], strict=True)))
    count = 0
    for batch in batches:
        numbers = batch.column(1).to_pylist() if has_rows else range(count, count + batch.num_rows)
        count += batch.num_rows
        found: dict[str, list[Any]] = {name: [] for name in schema.names}
        for number, raw in zip(numbers, batch.column(0).cast(pa.binary()).to_pylist(), strict=True):
            issues = validator.validate(raw) if raw is not None else ()
            for issue in place(raw, None, issues) if issues else ():
                found["row"].append(number)
                for name in _FIELDS:
                    found[name].append(getattr(issue, name))
        yield pa.RecordBatch.from_pydict(found, schema=schema)


def validate_files(
    validator: Validator, paths: Sequence[Path], session: SparkSession | None = None
) -> Iterator[Outcome]:
    """The outcomes of the files, in their order, computed on Spark; the executors must see the same paths.

    Raises:
        UsageError: PySpark is not installed.
    """
    return _outcomes(validator, paths, session or open_session("pss-fhir validate"))


def open_session(name: str) -> SparkSession:
    """A session that is there, or a new one whose workers run this Python.

    Args:
        name: of the application, where a session is made.

    Raises:
        UsageError: PySpark is not installed.
    """
    try:
        from pyspark.sql import SparkSession as Session
    except ImportError as missing:
        raise UsageError(
            "--engine spark needs PySpark 4. Install it with: pip install 'pss-fhir[spark]'", where="--engine"
        ) from missing
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # PySpark takes that from the environment alone
    made: SparkSession = Session.builder.appName(name).getOrCreate()
    return made


def _outcomes(validator: Validator, paths: Sequence[Path], spark: SparkSession) -> Iterator[Outcome]:
    gathering = Gathering(validator)
    check = partial(_check_parts, pickle.dumps(validator))
    parts = parts_of_files(paths, max_bytes=validator.max_bytes, part_bytes=TASK_BYTES, is_unpacked=False)
    while wave := list(islice(parts, spark.sparkContext.defaultParallelism * _TASKS)):
        rows = spark.sparkContext.parallelize([(pickle.dumps(part),) for part in wave], len(wave))
        for row in spark.createDataFrame(rows, "part binary").mapInArrow(check, "told binary").collect():
            yield from gathering.add(pickle.loads(row["told"]))  # noqa: S301 - written by our own executors


def _check_parts(settings: bytes, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Runs in an executor."""
    import pyarrow as pa

    validator = _validator_of(settings)
    for batch in batches:
        for packed in batch.column(0).to_pylist():
            for told in tell_of(validator, pickle.loads(packed)):  # noqa: S301 - written by our own driver
                yield pa.RecordBatch.from_pydict({"told": [pickle.dumps(told)]})
