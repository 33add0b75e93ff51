"""The same findings on Spark as in one process."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pss_fhir.validation import Validator
from pss_fhir.validation.batch import validate_texts
from pss_fhir.validation.inputs import read_file

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.timeout(600)]

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
    from pss_fhir.validation.spark import validate_dataframe

    target = str(tmp_path / "findings")
    validate_dataframe(spark.createDataFrame([(text,) for text in TEXTS], ["text"]), "text").write.parquet(
        target
    )

    assert spark.read.parquet(target).count() == 4


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
