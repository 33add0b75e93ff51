"""Dates and moments come back from FHIR as they were written, and nothing else is read as one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from pss_fhir.r4.dates import Precision, format_date, format_instant, parse_date_time, parse_moment
from pss_fhir.r4.references import ReferenceKind, local_ref, parse_reference
from tests import strategies


@given(strategies.moments)
def test_moment_survives(moment: datetime) -> None:
    assert parse_date_time(format_instant(moment)).moment == _in_its_offset(moment)


def _in_its_offset(moment: datetime) -> datetime:
    # Python finds no moment of the hour that comes twice equal to one of another zone.
    return datetime.fromisoformat(moment.isoformat())


@given(st.dates())
def test_date_survives_with_the_precision_of_a_day(day: date) -> None:
    found = parse_date_time(format_date(day))

    assert (found.precision, found.day, found.moment) == (Precision.DAY, day, None)


@given(st.dates())
def test_month_and_year_hold_each_of_their_days(day: date) -> None:
    for text in (day.strftime("%Y").zfill(4), day.isoformat()[:7]):
        found = parse_date_time(text)
        assert found.first_on <= day <= found.last_on


@given(st.text())
@example("2026-02-30")
@example("2026-11-03T14:00:00+99:99")
def test_any_other_text_is_refused_and_never_crashes(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert parse_date_time(text).first_on.year >= 1


@given(
    st.from_regex(
        r"\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-6]\d(:[0-6]\d(\.\d{1,7})?)?(Z|[+-][0-2]\d:\d\d)?)?", fullmatch=True
    )
)
@example("2016-12-31T23:59:60Z")
@example("2026-11-03T24:00:00Z")
@example("0001-01-01T00:00:00Z")
@example("9999-12-31T00:00:00Z")
@example("2026-11-03T14:00:00-00:00")
@example("2026-11-03T14:00:00+24:00")
def test_moment_asked_for_alone_is_the_one_of_the_whole_reading(text: str) -> None:
    assert _outcome(parse_moment, text) == _outcome(lambda each: parse_date_time(each).moment, text)


def _outcome(read: Callable[[str], datetime | None], text: str) -> str:
    try:
        return repr(read(text))
    except ValueError:
        return "refused"


@given(st.text())
def test_any_text_can_be_taken_apart_as_a_reference(text: str) -> None:
    assert parse_reference(text).kind in ReferenceKind


@given(strategies.refs_or_urns("Patient"), st.sampled_from(["https://ehr.example/fhir", "http://x/a/b"]))
def test_local_reference_survives_on_its_own_base_alone(ref: str, base_url: str) -> None:
    assert local_ref(ref, base_url=base_url) == ref
    if not ref.startswith("urn:"):
        assert local_ref(f"{base_url}/{ref}", base_url=base_url) == ref
        assert local_ref(f"{base_url}/{ref}", base_url="https://other.example") is None
