"""What is kept of charts to compare them, and that leaving the rest out changes no answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.engine import answers_for_agency, findings_in
from pss_fhir.compliance.facts.across_charts import (
    AcrossCharts,
    BookedVisit,
    booked,
    sketches_that_matter,
    visits_that_matter,
)
from pss_fhir.compliance.facts.note_sketch import NoteSketch
from pss_fhir.compliance.facts.staff import AgencyFacts
from pss_fhir.compliance.facts.visit import visits_of
from pss_fhir.compliance.facts.wording import wording_of
from pss_fhir.compliance.finding import Finding
from pss_fhir.domain.staff import StaffRecords
from tests.builders import NOW, at, make_contact

POLICIES = load_policies()


@st.composite
def booked_visits(draw: st.DrawFn) -> BookedVisit:
    start = at(9) + timedelta(minutes=15 * draw(st.integers(0, 12)))
    return BookedVisit(
        specialist_ref=draw(st.sampled_from(["Practitioner/jo", "Practitioner/kai"])),
        started_at=start,
        ended_at=start + timedelta(minutes=15 * draw(st.integers(1, 4))),
        client_ref=draw(st.sampled_from(["Patient/a", "Patient/b", "Patient/c"])),
        ref=f"Encounter/{draw(st.integers(0, 99))}",
        on=start.date(),
        is_group=draw(st.booleans()),
    )


@st.composite
def sketches(draw: st.DrawFn) -> NoteSketch:
    group = draw(st.sampled_from([None, None, "Encounter/monday"]))
    words = draw(st.frozensets(st.integers(0, 6), min_size=1))
    times = draw(st.sampled_from([1, 4]))  # so that some are too short to compare
    return NoteSketch(
        focus=f"DocumentReference/{draw(st.integers(0, 99))}",
        client_ref=draw(st.sampled_from(["Patient/a", "Patient/b"])),
        author_ref=draw(st.sampled_from(["Practitioner/jo", "Practitioner/kai"])),
        on=date(2026, 11, draw(st.integers(2, 4))),
        group=group,
        wording=wording_of(" ".join(f"{word} of several words " * times for word in sorted(words))),
        capitals=words if group else frozenset(),
        name=draw(st.frozensets(st.integers(0, 6), max_size=2)) if group else frozenset(),
    )


def answers(across: AcrossCharts) -> tuple[Finding, ...]:
    facts = AgencyFacts(StaffRecords(), (), POLICIES, today=NOW.date(), across=across)
    found = findings_in(answers_for_agency(facts), all_answers=True)
    return tuple(sorted(found, key=lambda one: (one.order, one.evidence.records)))


@settings(max_examples=60)
@given(st.lists(booked_visits(), max_size=8, unique=True), st.lists(sketches(), max_size=8, unique=True))
def test_answers_when_only_what_matters_is_kept_then_the_same(
    visits: list[BookedVisit], notes: list[NoteSketch]
) -> None:
    by_specialist, by_author = defaultdict(list), defaultdict(list)
    for visit in visits:
        by_specialist[visit.specialist_ref].append(visit)
    for note in notes:
        by_author[note.author_ref].append(note)
    kept = AcrossCharts()
    for one in by_specialist.values():
        kept.add(visits_that_matter(one), ())
    for some in by_author.values():
        kept.add((), sketches_that_matter(some))

    assert answers(kept) == answers(AcrossCharts(visits, notes))


def test_visits_that_matter_when_none_shares_time_then_one_shows_that_there_were_any() -> None:
    first, second = booked(
        visits_of(
            [
                make_contact(ref="Encounter/1", started_at=at(9), ended_at=at(10)),
                make_contact(ref="Encounter/2", started_at=at(10), ended_at=at(11)),
            ]
        )
    )
    assert visits_that_matter([second, first]) == [first]
    assert visits_that_matter([]) == []


def test_booked_when_it_is_not_billed_or_nobody_or_no_end_is_named_then_left_out() -> None:
    left_out = [
        make_contact(ref="Encounter/1", service_code=None),
        make_contact(ref="Encounter/2", specialist_ref=None),
        make_contact(ref="Encounter/3", ended_at=None),
    ]
    assert booked(visits_of(left_out)) == []
