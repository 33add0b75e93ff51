"""The same audit on Spark as in one process."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.compliance import load_policies, read_staff_folder
from pss_fhir.compliance.kept_answers import AuditScope
from pss_fhir.errors import InputError
from pss_fhir.synth.agency import AgencySize, write_agency
from pss_fhir.workflows import audit_on_spark as on_spark
from pss_fhir.workflows.audit_agency import audit_agency
from pss_fhir.workflows.json_files import read_values
from tests.builders import at

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.timeout(900)]

AS_OF = FixedClock(at(17, day=date(2026, 3, 5))).now()
MIDDLE = FixedClock(at(17, day=date(2026, 2, 5))).now()


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic agency with double bookings, bad lines, a Bundle and a packed file besides."""
    folder: Path = tmp_path_factory.mktemp("agency")
    size = AgencySize(clients=12, staff=2, months=2, broken=0.2)
    write_agency(size, folder, seed=5, starts_on=date(2026, 1, 5))
    fhir = folder / "fhir"
    visits = (fhir / "Encounter.ndjson").read_bytes().splitlines()
    billed = next(one for one in visits if b"H0038" in one and b'"finished"' in one and b"partOf" not in one)
    moved = orjson.loads(billed) | {"id": "moved", "subject": {"reference": "Patient/nobody-knows"}}
    clash = orjson.loads(billed) | {"id": "clash", "subject": {"reference": "Patient/client-2"}}
    lines = [orjson.dumps(moved), b"{no json", visits[2], orjson.dumps(clash), *visits, b'"text"']
    (fhir / "Encounter.ndjson").write_bytes(b"\n".join(lines))
    plans = (fhir / "CarePlan.ndjson").read_bytes()
    (fhir / "CarePlan.ndjson").unlink()
    (fhir / "CarePlan.ndjson.gz").write_bytes(gzip.compress(plans))
    bundle = {"resourceType": "Bundle", "entry": [{"resource": moved}, {"request": {}}]}
    (fhir / "bundle.json").write_bytes(orjson.dumps(bundle))
    return folder


@pytest.mark.parametrize(
    ("as_of", "has_staff", "all_answers"),
    [(AS_OF, True, False), (MIDDLE, False, True)],
    ids=["end", "middle"],
)
def test_audit_when_on_spark_then_findings_counts_and_notices_of_one_process(
    spark: SparkSession,
    agency: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_of: datetime,
    has_staff: bool,
    all_answers: bool,
) -> None:
    monkeypatch.setattr(on_spark, "_PART_BYTES", 40_000)
    folder = read_staff_folder(agency / "staff") if has_staff else None
    scope = AuditScope(as_of, load_policies(), all_answers=all_answers, for_pictures=not all_answers)
    fhir = agency / "fhir"

    alone, alone_noticed = audit_agency(read_values([str(fhir)]), scope, folder=folder)
    spread, spread_noticed = on_spark.audit_on_spark([fhir], scope, folder, spark)

    expected, found = list(alone.findings), list(spread.findings)
    assert any(one.rule == "pss-036" or "share time" in one.message for one in expected)
    assert [one.to_json() for one in found] == [one.to_json() for one in expected]
    assert list(spread_noticed) == list(alone_noticed)
    assert alone.later.counts
    for name in ("asked", "due", "caseloads", "clocks", "charts", "notes", "later"):
        assert getattr(spread, name) == getattr(alone, name), name
    for name in ("burn_downs", "sent", "written"):
        assert sorted(getattr(spread, name), key=str) == sorted(getattr(alone, name), key=str), name


def test_audit_when_a_whole_file_is_no_json_then_refused_as_in_one_process(
    spark: SparkSession, tmp_path: Path
) -> None:
    file = tmp_path / "chart.json"
    file.write_text("{no json")
    scope = AuditScope(AS_OF, load_policies())

    def refusal(audited: Any) -> tuple[str, str | None, str | None]:
        with pytest.raises(InputError) as refused:
            audited()
        return refused.value.message, refused.value.code, refused.value.where

    alone = refusal(lambda: audit_agency(read_values([str(file)]), scope))
    assert refusal(lambda: on_spark.audit_on_spark([file], scope, None, spark)) == alone
