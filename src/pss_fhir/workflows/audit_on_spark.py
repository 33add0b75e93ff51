"""The audit on Spark: parts of files to rows, rows grouped by person, what people share grouped by staff.

The findings are those of one process. What runs in executors are functions of this module, so that tasks
carry no code; each executor process unpacks what an audit needs once.

Needs the extra ``pss-fhir[spark]`` (PySpark 4).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pss_fhir.compliance import AuditReport, StaffFolder
from pss_fhir.compliance.facts.across_charts import sketches_that_matter, visits_that_matter
from pss_fhir.compliance.kept_answers import AuditScope
from pss_fhir.errors import InputError
from pss_fhir.inputs import files_of
from pss_fhir.issues import Issue
from pss_fhir.mapping.by_person import AGENCY, Kept, ResourcesByPerson, read_kept
from pss_fhir.mapping.report import Surroundings
from pss_fhir.validation.parts import Part, parts_of_files
from pss_fhir.validation.spark import open_session
from pss_fhir.workflows.audit_agency import AgencyAudit, put_away
from pss_fhir.workflows.json_files import MAX_BYTES, values_of
from pss_fhir.workflows.person_audit import Noticed, PersonAuditor, noticed_in

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

_PART_BYTES = 16 << 20
_ROWS = "owner string, reader string, packed binary"
_PACKED = "packed binary"
_FOUND = "kind string, staff string, packed binary"
_REFUSED, _NOTICED, _LINES = "?refused", "?noticed", "?lines"
"""Stand for a reader in rows that hold no resource: a file that cannot be read, findings, a part's lines."""
_PERSON, _VISITS, _SKETCHES = "person", "visits", "sketches"
_BATCH = 256
_Row: TypeAlias = tuple[str, str, bytes]


def audit_on_spark(
    paths: Sequence[Path], scope: AuditScope, folder: StaffFolder | None, session: SparkSession | None = None
) -> tuple[AuditReport, Iterator[Issue]]:
    """The audit of the files of an agency, computed on Spark; the executors must see the same paths.

    Args:
        paths: files and folders.
        scope: what is asked.
        folder: the agency's staff folder.
        session: where to run; a session is made, or taken that is there, without one.

    Returns:
        The report, and what was noticed in the order of the resources.

    Raises:
        UsageError: PySpark is not installed.
        InputError: there is nothing at a path, or a file that is one JSON text is no JSON.
    """
    spark = session or open_session("pss-fhir audit")
    parts = list(
        parts_of_files(
            (file for path in paths for file in files_of(path)),
            max_bytes=MAX_BYTES,
            part_bytes=_PART_BYTES,
            is_unpacked=False,
        )
    )
    rows = _rows_of(parts, spark).persist()
    try:
        return _Run(spark, rows, _lines_before(parts, rows), AgencyAudit(scope, folder)).audit()
    finally:
        rows.unpersist()


def _rows_of(parts: Sequence[Part], spark: SparkSession) -> DataFrame:
    packed = [(pickle.dumps((number, part)),) for number, part in enumerate(parts)]
    frame = spark.createDataFrame(spark.sparkContext.parallelize(packed, max(len(packed), 1)), _PACKED)
    return frame.mapInArrow(_put_away, _ROWS)


def _put_away(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Runs in an executor: each resource of a part with its owner."""
    for batch in batches:
        for packed in batch.column(0).to_pylist():
            number, part = pickle.loads(packed)  # noqa: S301 - written by our own driver
            rows = _rows_in(number, part)
            while held := list(islice(rows, _BATCH)):
                yield _batch(held)


def _rows_in(number: int, part: Part) -> Iterator[_Row]:
    try:
        for place, value in enumerate(values_of(part.texts(MAX_BYTES))):
            for found in put_away(value, order=(number, place)):
                if isinstance(found, Kept):
                    yield found.owner, found.reader or "", pickle.dumps(found)
                else:
                    yield from ((AGENCY, _NOTICED, pickle.dumps(one)) for one in noticed_in(found))
    except InputError as refused:
        yield AGENCY, _REFUSED, pickle.dumps((refused.message, refused.code, refused.where))
    yield AGENCY, _LINES, pickle.dumps((number, part.lines))


def _batch(rows: Sequence[_Row]) -> pa.RecordBatch:
    import pyarrow as pa

    columns = [pa.array(column) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, ["owner", "reader", "packed"])


def _lines_before(parts: Sequence[Part], rows: DataFrame) -> list[int]:
    """For each part the lines of its file that come before it: parts count from their own beginning."""
    lines = dict(_unpacked(rows.filter(rows.reader == _LINES)))
    before: list[int] = []
    for number, part in enumerate(parts):
        before.append(0 if part.is_first else before[-1] + lines[number - 1])
    return before


def _unpacked(frame: DataFrame) -> Iterator[Any]:
    for row in frame.select("packed").toLocalIterator():
        yield pickle.loads(row["packed"])  # noqa: S301 - written by our own executors


class _Run:
    """One audit on the driver."""

    def __init__(
        self, spark: SparkSession, rows: DataFrame, lines_before: Sequence[int], agency: AgencyAudit
    ) -> None:
        self._spark = spark
        self._rows = rows
        self._lines_before = lines_before
        self._agency = agency

    def audit(self) -> tuple[AuditReport, Iterator[Issue]]:
        rows, agency = self._rows, self._agency
        for message, code, where in _unpacked(rows.filter(rows.reader == _REFUSED)):
            raise InputError(message, code=code, where=where)
        agency.notice(self._placed(_unpacked(rows.filter(rows.reader == _NOTICED))))
        own = ResourcesByPerson()
        resources = rows.filter(~rows.reader.isin(_NOTICED, _LINES))
        of_agency = resources.filter((rows.owner == AGENCY) | rows.reader.isin("client", "plan"))
        for row in _unpacked(of_agency):
            own.put(row)
        for read in own.read_agency():
            agency.take(read.record, self._placed(noticed_in(read)))
        shared = own.shared
        agency.know(shared)
        people = resources.filter(rows.owner != AGENCY)
        if late := [(one.owner, one.reader or "", pickle.dumps(one)) for one in own.late()]:
            people = people.union(self._spark.createDataFrame(late, _ROWS))
        agency.expect([row["reader"] for row in people.select("reader").distinct().collect()])
        while not agency.is_done:
            agency.begin()
            self._audit_people(people, shared)
            agency.settle()
        return agency.finish()

    def _audit_people(self, people: DataFrame, shared: Surroundings) -> None:
        needed = pickle.dumps((self._agency.auditor, shared))
        # PySpark looks at the parameters of what it is given, so a partial will not do.
        by_person = people.groupBy("owner")
        found = by_person.applyInArrow(lambda table: _audit_person(needed, table), _FOUND).persist()
        try:
            for person in _unpacked(found.filter(found.kind == _PERSON)):
                person.noticed = list(self._placed(person.noticed))
                self._agency.add(person)
            of_staff = found.filter(found.kind != _PERSON).groupBy("kind", "staff")
            compared = of_staff.applyInArrow(lambda key, table: _compare(key[0].as_py(), table), _PACKED)
            for kind, kept in _unpacked(compared):
                self._agency.compare(kept if kind == _VISITS else (), kept if kind == _SKETCHES else ())
        finally:
            found.unpersist()

    def _placed(self, noticed: Iterable[Noticed]) -> Iterator[Noticed]:
        """With the lines of the file, where a part counted its own."""
        for one in noticed:
            spot = one.spot
            line = None if spot.line is None else spot.line + self._lines_before[one.order[0]]
            yield replace(one, spot=spot._replace(line=line))


@lru_cache(maxsize=1)
def _needed(packed: bytes) -> tuple[PersonAuditor, Surroundings]:
    """What an executor process keeps of an audit."""
    needed: tuple[PersonAuditor, Surroundings] = pickle.loads(packed)  # noqa: S301 - by our own driver
    return needed


def _audit_person(packed: bytes, table: pa.Table) -> pa.Table:
    """Runs in an executor: one person's answers, and what is compared with other people's, by staff."""
    auditor, shared = _needed(packed)
    rows: list[Kept] = [pickle.loads(row) for row in table.column("packed").to_pylist()]  # noqa: S301 - as above
    rows.sort(key=lambda row: row.order)
    person = auditor.audit(read_kept(rows, shared))
    found: list[tuple[str, str, bytes]] = []
    for chart in person.charts:
        for staff, visits in groupby(sorted(chart.visits), key=lambda visit: visit.specialist_ref):
            found.append((_VISITS, staff, pickle.dumps(list(visits))))
        sketches = sorted(chart.sketches, key=lambda sketch: sketch.author_ref)
        for staff, own in groupby(sketches, key=lambda sketch: sketch.author_ref):
            found.append((_SKETCHES, staff, pickle.dumps(list(own))))
        chart.visits, chart.sketches = [], []
    return _table([(_PERSON, "", pickle.dumps(person)), *found], ("kind", "staff", "packed"))


def _compare(kind: str, table: pa.Table) -> pa.Table:
    """Runs in an executor: of one member's visits or notes those on which an answer may depend."""
    lists = [pickle.loads(row) for row in table.column("packed").to_pylist()]  # noqa: S301 - by our executors
    whole = [one for each in lists for one in each]
    kept = visits_that_matter(whole) if kind == _VISITS else sketches_that_matter(whole)
    return _table([(pickle.dumps((kind, kept)),)], ("packed",))


def _table(rows: Sequence[tuple[object, ...]], names: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    return pa.table(dict(zip(names, (pa.array(column) for column in zip(*rows, strict=True)), strict=True)))
