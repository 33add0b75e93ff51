"""Records to the lines of their resources, quickly: mapped once for each shape, then only filled in.

The mapping alone decides what is written. The first record of a shape (the same fields filled, the same
codes) is mapped twice: as it is, and with marks in place of its references, words, days and times. The marked
resource is cut at the marks, and later records of the shape are written by putting their values between the
pieces. A shape whose pieces do not give back its first record byte for byte is mapped anew each time.
"""

from __future__ import annotations

from typing import Any

import orjson

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import Retraction, ServiceNote
from pss_fhir.domain.people import Client
from pss_fhir.domain.record import Record
from pss_fhir.domain.record_use import RecordUse
from pss_fhir.mapping import as_json, record_use, retraction, to_fhir
from pss_fhir.mapping.contact import write_encounter
from pss_fhir.mapping.note import write_document_reference
from pss_fhir.mapping.place import write_location
from pss_fhir.r4.systems import ACT_REASON
from pss_fhir.synth.marks import Survey
from pss_fhir.synth.reach import Reach
from pss_fhir.synth.stencil import Stencil, cut

_TEST_DATA = [{"system": ACT_REASON, "code": "HTEST", "display": "test health data"}]
_MOST_SHAPES = 4096
Json = dict[str, Any]


def tagged(resource: Json) -> Json:
    """The resource, marked as test data."""
    return resource | {"meta": {**resource.get("meta", {}), "tag": _TEST_DATA}}


def line_of(resource: Json) -> bytes:
    """The resource as one line of NDJSON, marked as test data."""
    return orjson.dumps(tagged(resource), option=orjson.OPT_APPEND_NEWLINE)


def mapped(record: Record, client: Client | None = None) -> bytes:
    """The line of a record, by the mapping alone."""
    return line_of(_written(record, client))


def _written(record: Record, client: Client | None) -> Json:
    """FHIR JSON, without the check by a model of what is many or is mapped anew each time.

    Contacts and notes are most of all records; uses and retractions have ids that follow from their values.
    """
    if isinstance(record, ServiceNote):
        return write_document_reference(record, client=client)
    if isinstance(record, Contact):
        location = write_location(record)
        return write_encounter(record) | ({"contained": [location]} if location else {})
    if isinstance(record, RecordUse):
        return record_use.write(record)
    if isinstance(record, Retraction):
        return retraction.write(record)
    return as_json(to_fhir(record, client=client))


_NEW = object()


class Press:
    """Writes records; holds the shapes that it has seen, up to a limit, so that memory stays flat."""

    def __init__(self) -> None:
        self._stencils: dict[tuple[object, ...], object] = {}
        self._quick: dict[tuple[type, object], tuple[Stencil, Reach]] = {}
        self._client: Client | None = None
        self._beside: Survey | None = None

    @property
    def shapes(self) -> int:
        """How many shapes it holds that are only filled in."""
        return sum(isinstance(each, Stencil) for each in self._stencils.values())

    def line(self, record: Record, client: Client | None = None, *, alike: object = None) -> bytes:
        """The line of a record, byte for byte as :func:`mapped` gives it.

        Args:
            record: one that has a FHIR form.
            client: for a note, an addendum or a discharge summary: whose name stands in its text.
            alike: equal for records of one type that are known to have one shape, so that it is not looked
                for; None where that is not known.
        """
        beside = self._survey_of(client) if client else None
        quick = self._quick.get((type(record), alike)) if alike is not None else None
        if quick is not None:
            stencil, reach = quick
            values = reach.values(record, beside.values if beside else ())
            return stencil.fill(values, reach.days(values))
        survey = Survey(record, beside)
        line = self._line(survey, record, client)
        stencil_now = self._stencils.get(survey.shape)
        if alike is not None and isinstance(stencil_now, Stencil):
            numbers = {value: number for number, value in enumerate(survey.values)}
            days = {day: number for number, day in enumerate(survey.days)}
            self._quick[type(record), alike] = (
                stencil_now,
                Reach(record, numbers, days, beside.values if beside else ()),
            )
        return line

    def _line(self, survey: Survey, record: Record, client: Client | None) -> bytes:
        known = self._stencils.get(survey.shape, _NEW)
        if isinstance(known, Stencil):
            return known.fill(survey.values, survey.days)
        line = mapped(record, client)
        if known is not _NEW:
            return line
        if len(self._stencils) >= _MOST_SHAPES:
            self._stencils.clear()
            self._quick.clear()
        stencil = _stencil(survey, record, client)
        fits = stencil is not None and stencil.fill(survey.values, survey.days) == line
        self._stencils[survey.shape] = stencil if fits else None
        return line

    def _survey_of(self, client: Client) -> Survey:
        """The survey of the client whose notes are being written, kept until the next one's are."""
        if self._beside is None or self._client is not client:
            self._client, self._beside = client, Survey(client)
        return self._beside


def _stencil(survey: Survey, record: Record, client: Client | None) -> Stencil | None:
    try:
        marked = survey.marked(record)
        beside = survey.marked(client) if client else None
        resource = _written(marked, beside)
    except ValueError:  # more moments than marks, or the mapping refuses what the marks make of the record
        return None
    return cut(tagged(resource), dict(Survey(marked, Survey(beside) if beside else None).written()))
