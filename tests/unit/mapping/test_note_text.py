"""The note as people read it: every element of REC-001, calm and plain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from pss_fhir.clock import NEW_YORK
from pss_fhir.domain.contact import ContactKind, Modality, Place
from pss_fhir.domain.note import Progress
from pss_fhir.domain.people import PersonName
from pss_fhir.domain.units import Rounding, UnitRule
from pss_fhir.mapping.note_text import addendum_text, note_text
from tests.builders import (
    RECORD_NUMBER,
    at,
    make_addendum,
    make_client,
    make_contact,
    make_goal_progress,
    make_group_contact,
    make_note,
    make_signature,
    make_specialist,
)

WHOLE = """\
PEER SUPPORT SERVICE NOTE
Name:             Riley HTEST
Date of birth:    April 2, 1990
Record number:    HT-0042
Medicaid ID:      900000000A

Date of service:  Tuesday, November 3, 2026
Time:             2:00 PM to 2:52 PM EST
Service:          Peer support, H0038
Contact:          Individual, in person
Place of service: Home
Duration:         52 min = 3 units, 7 min left over

PURPOSE
Prepare for the meeting with the landlord, toward keeping the apartment.

GOALS WORKED ON
1. “I want to keep my own apartment.”
   Progress made.

WHAT WAS DONE
Shared lived experience, Problem solving.
Told how I kept my own lease; together we wrote down three things to ask for.

RESPONSE AND PROGRESS
Riley chose what to ask first, and practiced saying it twice.

NEXT STEP
Riley calls the landlord by Friday; we meet again on Monday.

Signed electronically by Jo HTEST, NC CPSS 12345, Tuesday, November 3, 2026 at 3:00 PM EST.
"""


def line(text: str, label: str) -> str:
    """What stands beside a label."""
    (found,) = [row for row in text.splitlines() if row.startswith(f"{label}:")]
    return found.removeprefix(f"{label}:").strip()


def of_contact(**changes: Any) -> str:
    """The text of a note about a contact with these changes."""
    return note_text(make_note(contact=make_contact(**changes)), client=make_client())


def test_whole_note_reads_like_this() -> None:
    assert note_text(make_note(), client=make_client()) == WHOLE


@pytest.mark.requirement("RMDM 2025-07-08", "REC-001")
def test_note_has_every_element_of_the_records_manual() -> None:
    text = note_text(make_note(), client=make_client())

    asked = {
        "name": "Riley HTEST",
        "record number": "HT-0042",
        "Medicaid id": "900000000A",
        "full date": "November 3, 2026",
        "service": "Peer support, H0038",
        "type of contact": "in person",
        "place of service": "Home",
        "purpose tied to a goal": "toward keeping the apartment",
        "goal": "I want to keep my own apartment.",
        "interventions": "Problem solving",
        "duration": "52 min",
        "response": "practiced saying it twice",
        "signature": "Jo HTEST",
        "signature date": "November 3, 2026 at 3:00 PM EST",
        "credential": "NC CPSS 12345",
    }
    assert {element for element, words in asked.items() if words not in text} == set()


@pytest.mark.parametrize(
    ("started_at", "ended_at", "shown"),
    [
        (at(0), at(0, 15), "12:00 AM to 12:15 AM EST"),
        (at(11, 50), at(12, 5), "11:50 AM to 12:05 PM EST"),
        (
            at(23, 30),
            at(0, 20, day=date(2026, 11, 4)),
            "11:30 PM to 12:20 AM EST on Wednesday, November 4, 2026",
        ),
        (
            datetime(2026, 11, 1, 0, 30, tzinfo=NEW_YORK),
            datetime(2026, 11, 1, 2, 30, tzinfo=NEW_YORK),
            "12:30 AM EDT to 2:30 AM EST",
        ),
        (
            datetime(2026, 11, 1, 1, 45, tzinfo=NEW_YORK),
            datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=NEW_YORK),
            "1:45 AM EDT to 1:15 AM EST",
        ),
        (at(14), None, "from 2:00 PM EST, end not recorded"),
        (None, None, "not recorded"),
    ],
)
def test_times_are_north_carolinas_with_their_zone(
    started_at: datetime | None, ended_at: datetime | None, shown: str
) -> None:
    assert line(of_contact(started_at=started_at, ended_at=ended_at), "Time") == shown


def test_duration_across_the_change_of_the_clocks_is_time_that_passed() -> None:
    text = of_contact(
        started_at=datetime(2026, 11, 1, 0, 30, tzinfo=NEW_YORK),
        ended_at=datetime(2026, 11, 1, 2, 30, tzinfo=NEW_YORK),
    )

    assert line(text, "Duration") == "180 min = 12 units"


def test_units_follow_the_funders_rule() -> None:
    text = note_text(make_note(), rule=UnitRule(rounding=Rounding.EIGHT_MINUTE))
    shorter = note_text(
        make_note(contact=make_contact(ended_at=at(14, 53))), rule=UnitRule(rounding=Rounding.EIGHT_MINUTE)
    )

    assert line(text, "Duration") == "52 min = 3 units, 7 min left over"
    assert line(shorter, "Duration") == "53 min = 4 units"


@pytest.mark.parametrize(
    ("changes", "label", "shown"),
    [
        ({"place": Place.SHELTER, "place_name": "Hope House"}, "Place of service", "Shelter: Hope House"),
        ({"place": None, "place_name": "the library"}, "Place of service", "the library"),
        ({"place": None}, "Place of service", "not recorded"),
        (
            {"kind": ContactKind.COLLATERAL, "modality": Modality.TELEPHONE},
            "Contact",
            "Collateral, telephone",
        ),
        ({"modality": None}, "Contact", "Individual, how we met not recorded"),
        ({"service_code": None}, "Service", "Peer support, not billed"),
        ({"service_code": None}, "Duration", "52 min, no units"),
        ({"service_code": "H2011"}, "Service", "H2011"),
        ({"ended_at": None}, "Duration", "not recorded"),
        ({"started_at": None, "ended_at": None}, "Date of service", "not recorded"),
    ],
)
def test_each_line_says_what_is_known(changes: dict[str, Any], label: str, shown: str) -> None:
    assert line(of_contact(**changes), label) == shown


def test_group_names_its_size_and_modifier() -> None:
    text = note_text(make_note(contact=make_group_contact()), client=make_client())

    assert line(text, "Contact") == "Group of 8, in person"
    assert line(text, "Service") == "Peer support, H0038 HQ"


def test_late_entry_stands_on_top_with_both_dates() -> None:
    late = make_note(
        is_late_entry=True,
        written_at=at(9, 10, day=date(2026, 11, 5)),
        signature=make_signature(signed_at=at(9, 12, day=date(2026, 11, 5))),
    )

    text = note_text(late, client=make_client())

    assert (
        "LATE ENTRY: entered Thursday, November 5, 2026 at 9:10 AM EST"
        " for service of Tuesday, November 3, 2026.\n\nDate of service:"
    ) in text


def test_goals_are_numbered_with_progress_and_comment() -> None:
    goals = (
        make_goal_progress(progress=Progress.SETBACK, comment="The lease was lost."),
        make_goal_progress(goal_ref="Goal/2", words="I want to work.", progress=None),
    )

    text = note_text(make_note(goals=goals))

    assert (
        "1. “I want to keep my own apartment.”\n   Setback. The lease was lost.\n"
        "2. “I want to work.”\n   Progress not recorded.\n"
    ) in text


def test_what_is_missing_is_said() -> None:
    text = note_text(
        make_note(goals=(), interventions=(), next_step=None, signature=make_signature(credential=None)),
        client=make_client(identifiers=(), birth_on=None),
    )

    for words in ("None named.", "None recorded.", "credential not recorded"):
        assert words in text
    assert line(text, "Record number") == "not recorded"


def test_without_the_client_only_the_reference_is_named() -> None:
    assert line(note_text(make_note()), "Person") == "Patient/riley"


def test_identifier_of_no_known_kind_is_an_id() -> None:
    unnamed = RECORD_NUMBER.model_copy(update={"kind": None})

    assert line(note_text(make_note(), client=make_client(identifiers=(unnamed,))), "ID") == "HT-0042"


def test_specialist_is_named_where_given() -> None:
    text = note_text(make_note(), specialist=make_specialist(name=PersonName(text="Sam HTEST")))

    assert line(text, "Given by") == "Sam HTEST"


def test_note_that_replaces_another_names_it() -> None:
    other = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ff"

    assert f"Replaces note {other}.\n" in note_text(make_note(replaces_identifier=other))


def test_addendum_names_the_note_the_reason_and_the_signature() -> None:
    text = addendum_text(make_addendum(), client=make_client())

    assert line(text, "Name") == "Riley HTEST"
    assert line(text, "Adds to note") == make_addendum().note_identifier
    assert line(text, "Written") == "Tuesday, November 3, 2026 at 3:30 PM EST"
    assert line(text, "Reason") == "Left out by mistake."
    assert text.endswith(
        "Signed electronically by Jo HTEST, NC CPSS 12345, Tuesday, November 3, 2026 at 3:31 PM EST.\n"
    )
