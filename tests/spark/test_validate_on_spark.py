"""The same findings on Spark as in one process."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pss_fhir.inputs import read_file
from pss_fhir.validation import Validator
from pss_fhir.validation.batch import Outcome, validate_texts
from pss_fhir.validation.formats import FORMATS
from pss_fhir.validation.positions import place
from pss_fhir.validation.summary import Summary
from tests.unit.validation import mutations

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.timeout(600)]

US_CORE = Path(__file__).parents[1] / "conformance" / "data" / "us-core-6.1.0-examples.ndjson.gz"
TEXTS = [
    '{"resourceType":"Patient","id":"clean"}',
    '{"resourceType":"Patient","id":"broken","gender":"x","birthDate":"2026-02-30"}',
    "nope",
    '{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"valueString":"x","dataAbsentReason":{"text":"y"}}',
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    if shutil.which("java") is None:
        pytest.skip("`java` is not there; install Java 17 or later")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


def test_dataframe_when_validated_then_the_findings_of_one_process_in_their_order(
    spark: SparkSession,
) -> None:
    from pyspark.sql.types import LongType, StringType, StructField, StructType

    from pss_fhir.validation.spark import validate_dataframe

    rows = [(number, TEXTS[number % 4]) for number in range(40)]
    schema = StructType([StructField("n", LongType()), StructField("text", StringType())])
    found = validate_dataframe(spark.createDataFrame(rows, schema), "text", row="n").collect()
    validator = Validator()
    expected = [
        (number, issue.code, issue.path, issue.message)
        for number, text in rows
        for issue in validator.validate(text)
    ]

    assert expected == [(each["row"], each["code"], each["path"], each["message"]) for each in found]


def test_dataframe_when_written_then_parquet(spark: SparkSession, tmp_path: Path) -> None:
    from pss_fhir.validation.spark import FINDINGS, validate_dataframe

    target = str(tmp_path / "findings")
    validate_dataframe(spark.createDataFrame([(text,) for text in TEXTS], ["text"]), "text").write.parquet(
        target
    )
    read = spark.read.parquet(target)

    assert [each.split()[0] for each in FINDINGS.split(", ")] == read.columns
    assert sorted(row["code"] for row in read.collect()) == sorted(
        issue.code for text in TEXTS for issue in Validator().validate(text)
    )


@pytest.fixture(scope="module")
def many() -> list[bytes]:
    """US Core's examples, good and broken in every way of the mutation test, some more than once."""
    examples = gzip.decompress(US_CORE.read_bytes()).splitlines()
    rng = random.Random(20261123)  # noqa: S311 - a seed, not a secret
    broken = [
        json.dumps(made.resource, ensure_ascii=False).encode()
        for operator in mutations.OPERATORS.values()
        for line in rng.sample(examples, 8)
        if (made := operator(rng, json.loads(line))) is not None
    ]
    return [*examples, *broken, b"\x00", *examples]


def test_dataframe_when_of_every_kind_then_each_finding_as_one_process_tells_it(
    spark: SparkSession, many: list[bytes]
) -> None:
    from pyspark.sql.types import BinaryType, LongType, StructField, StructType

    from pss_fhir.validation.spark import validate_dataframe

    schema = StructType([StructField("n", LongType()), StructField("raw", BinaryType())])
    df = spark.createDataFrame(list(enumerate(many)), schema).repartition(5)
    found = validate_dataframe(df, "raw", row="n").sort("row").collect()
    validator = Validator()
    expected = [
        (row, *(getattr(issue, name) for name in df_names(found)))
        for row, raw in enumerate(many)
        for issue in place(raw, None, validator.validate(raw))
    ]

    assert len(expected) > 200
    assert expected == [tuple(row) for row in found]


def df_names(rows: list[Any]) -> list[str]:
    """The columns after the row's number, as fields of an issue."""
    return list(rows[0].asDict())[1:]


def test_files_when_of_every_kind_then_the_report_of_one_process(
    spark: SparkSession, many: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pss_fhir.validation import spark as on_spark

    monkeypatch.setattr(on_spark, "TASK_BYTES", 100_000)
    file = tmp_path / "many.ndjson"
    file.write_bytes(b"\n".join(many))
    alone, spread = Validator(), Validator()

    expected = reported(alone, validate_texts(alone, read_file(file, max_bytes=10**6)))
    assert expected == reported(spread, on_spark.validate_files(spread, [file], spark))
    assert b"not checked" in expected


def reported(validator: Validator, outcomes: Iterator[Outcome]) -> bytes:
    """What ``--format text`` prints, the notes and the counts with it."""
    stream, summary = io.BytesIO(), Summary()
    writer = FORMATS["text"](stream)
    for outcome in outcomes:
        summary.add(outcome)
        writer.write(outcome)
    writer.finish(validator.not_checked, summary)
    return stream.getvalue()


def test_validator_when_tasks_bring_the_same_settings_then_made_once_in_a_process() -> None:
    from pss_fhir.validation.spark import _validator_of

    settings = pickle.dumps(Validator(best_practice=True))

    assert _validator_of(settings) is _validator_of(bytes(bytearray(settings)))


@pytest.mark.parametrize("name", ["a.ndjson", "a.ndjson.gz", "a.json"])
def test_files_when_validated_then_the_findings_of_one_process_in_their_order(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from pss_fhir.validation import spark as on_spark

    monkeypatch.setattr(on_spark, "TASK_BYTES", 1_000)
    content = (
        "\n".join(TEXTS[number % 4] for number in range(100))
        if name != "a.json"
        else json.dumps(json.loads(TEXTS[1]), indent=1)
    )
    file = tmp_path / name
    file.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    validator = Validator()

    def told(outcomes: Any) -> list[Any]:
        return [(each.file, each.line, each.issues) for each in outcomes if each.issues]

    alone = list(validate_texts(validator, read_file(file, max_bytes=10**6)))
    spread = list(on_spark.validate_files(validator, [file], spark))

    assert told(alone) == told(spread)
    assert sum(each.texts for each in alone) == sum(each.texts for each in spread)
