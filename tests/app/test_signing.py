"""Signing and what follows: once, as read, by the person signed in; the truth about where the note is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.app.conftest import Clinic, Visitor, hidden_fields, whole_note


def reviewed(jo: Visitor) -> tuple[str, dict[str, str]]:
    """The address to sign at and the fields of the signing page, for a whole note."""
    address, own = jo.begin_note()
    sent = jo.post(address, {**own, **whole_note(), "action": "review"})
    page = jo.get(sent.headers["Location"])
    assert "Review and sign" in page.text, page.text
    return f"{address}/sign", hidden_fields(page.text)


def signed(jo: Visitor) -> str:
    """The address of a note that was just signed."""
    address, own = reviewed(jo)
    answer = jo.post(address, {**own, "attested": "yes"})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_review_shows_who_when_where_how_long_and_by_whom(jo: Visitor) -> None:
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note()})

    page = jo.get(f"{address}/review").text

    for words in (
        "<dd>Riley HTEST</dd>",
        "Tue, Nov 3, 2026 (today)",
        "52 min = 3 units, 7 min left over",
        "<dd>Their home</dd>",
        "We made a list for the talk",
        "You sign as <strong>Jo HTEST, NC CPSS",
        "It goes into the EHR as a document",
    ):
        assert words in page


def test_visit_that_overlaps_another_is_told_with_its_own_units_and_what_it_adds(jo: Visitor) -> None:
    """The note holds the units of its own time; the day has no more of them."""
    signed(jo)
    address, own = jo.begin_note()
    jo.post(address, {**own, **whole_note()})
    told = (
        "52 min = 3 units, 7 min left over. "
        "Adds 0 units to the day, because it overlaps the visit from 3:03 PM to 3:55 PM."
    )

    assert told in jo.get(address).text
    review = jo.get(f"{address}/review").text
    assert f"3:03 PM to 3:55 PM: {told}" in review
    assert re.search(r"Duration: +52 min = 3 units, 7 min left over\n", review)


def test_sign_files_and_says_filed_only_after_reading_back(jo: Visitor) -> None:
    page = jo.get(signed(jo)).text

    assert re.search(r"<h1>Filed, 4:00 PM</h1>", page)
    assert re.search(r"DocumentReference/[0-9a-z]+", page)


def test_sign_without_the_box_signs_nothing_and_says_so(jo: Visitor) -> None:
    address, own = reviewed(jo)

    page = jo.post(address, own)

    assert page.status_code == 422
    assert 'href="#f-attested"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert jo.get(address.removesuffix("/sign")).status_code == 200


def test_sign_pressed_twice_makes_one_note_and_shows_it_both_times(jo: Visitor) -> None:
    address, own = reviewed(jo)

    first = jo.post(address, {**own, "attested": "yes"})
    second = jo.post(address, {**own, "attested": "yes"})

    assert first.headers["Location"] == second.headers["Location"]
    assert jo.get(f"/l/{jo.lid}/?fresh=1", follow_redirects=True).text.count('class="tag good">Filed<') == 1


def test_sign_of_a_note_that_changed_after_it_was_read_signs_nothing(jo: Visitor) -> None:
    address, own = reviewed(jo)
    form = address.removesuffix("/sign")
    jo.post(form, {**hidden_fields(jo.get(form).text), **whole_note(purpose="something else")})

    page = jo.post(address, {**own, "attested": "yes"})

    assert page.status_code == 409
    assert "app.changed-since-review" in page.text
    assert jo.get(form).status_code == 200


def test_sign_with_somebody_elses_nonce_signs_nothing(jo: Visitor) -> None:
    other = reviewed(jo)[1]["nonce"]
    address, own = reviewed(jo)

    page = jo.post(address, {**own, "nonce": other, "attested": "yes"})

    assert page.status_code == 409


def test_signed_note_is_listed_in_the_chart_with_its_state(jo: Visitor) -> None:
    note = signed(jo)

    chart = jo.get(f"/l/{jo.lid}/").text

    assert f'href="{note}"' in chart
    assert '<span class="tag good">Filed</span>' in chart


def test_unknown_outcome_is_told_as_unknown(clinic: Clinic, jo: Visitor) -> None:
    """The EHR took the note and the line broke: the page must not say filed, refused or not sent."""
    address, own = reviewed(jo)
    clinic.ehr.order_fault("timeout-after-commit", times=1)

    page = jo.get(jo.post(address, {**own, "attested": "yes"}).headers["Location"]).text

    assert "<h1>We do not know yet if it arrived.</h1>" in page
    assert "data-watch" in page
    assert "Filed" not in page.split("<pre")[0]


def test_unknown_outcome_becomes_filed_when_tried_again_and_never_double(clinic: Clinic, jo: Visitor) -> None:
    address, own = reviewed(jo)
    clinic.ehr.order_fault("timeout-after-commit", times=1)
    note = jo.post(address, {**own, "attested": "yes"}).headers["Location"]
    clinic.clock.advance(timedelta(minutes=2))

    jo.post(f"{note}/file", hidden_fields(jo.get(note).text))

    assert "<h1>Filed, " in jo.get(note).text
    assert jo.get(f"{note}/state").get_json() == {"state": "filed"}


@pytest.mark.parametrize("mode", ["read-only"])
def test_note_for_an_ehr_that_takes_none_is_copied_by_hand(clinic: Clinic, jo: Visitor, mode: str) -> None:
    clinic.ehr.switch_mode(mode)
    jo.launch()
    note = signed(jo)

    told, copy = jo.get(note).text, jo.get(f"{note}/copy").text
    jo.post(f"{note}/copied", hidden_fields(copy))

    assert "<h1>Signed. Now copy it into the chart.</h1>" in told
    assert "I filed it" in copy
    assert "PEER SUPPORT" in copy.upper()
    assert "<h1>Copied by hand, " in jo.get(note).text


def test_addition_stands_beside_the_note_with_name_day_and_reason(jo: Visitor) -> None:
    note = signed(jo)
    form = hidden_fields(jo.get(f"{note}/addendum").text)

    answer = jo.post(
        f"{note}/addendum",
        {**form, "text": "The landlord called back.", "reason": "He called later.", "attested": "yes"},
    )
    jo.get(f"/l/{jo.lid}/?fresh=1")
    page = jo.get(note).text

    assert answer.status_code == 303
    assert "The landlord called back." in page
    assert "He called later." in page
    assert "We made a list for the talk" in page


@pytest.mark.parametrize("missing", ["text", "reason", "attested"])
def test_addition_that_is_not_complete_is_shown_again_as_typed(jo: Visitor, missing: str) -> None:
    note = signed(jo)
    whole: dict[str, Any] = {"text": "The landlord called back.", "reason": "Later.", "attested": "yes"}
    del whole[missing]

    page = jo.post(f"{note}/addendum", {**hidden_fields(jo.get(f"{note}/addendum").text), **whole})

    assert page.status_code == 422
    assert f'href="#f-{missing}"' in page.text
    assert all(value in page.text for name, value in whole.items() if name != "attested")


def test_note_about_the_wrong_person_is_marked_and_stays(jo: Visitor) -> None:
    note = signed(jo)
    form = hidden_fields(jo.get(f"{note}/wrong-person").text)

    answer = jo.post(f"{note}/wrong-person", {**form, "reason": "Two charts were open.", "attested": "yes"})
    page = jo.get(note).text

    assert answer.status_code == 303
    assert "<h1>Entered in error</h1>" in page
    assert "It is about the wrong person" not in page
    assert "We made a list for the talk" in page


def test_signed_note_is_shown_when_the_sign_in_has_ended(clinic: Clinic, jo: Visitor) -> None:
    """The truth about a note does not need the EHR."""
    note = signed(jo)
    clinic.clock.advance(timedelta(minutes=6))
    clinic.ehr.order_fault("500", times=50)

    assert "<h1>Filed, " in jo.get(note).text


def test_addition_to_a_note_that_was_copied_by_hand_is_copied_by_hand_too(
    clinic: Clinic, jo: Visitor
) -> None:
    clinic.ehr.switch_mode("read-only")
    jo.launch()
    note = signed(jo)
    jo.post(f"{note}/copied", hidden_fields(jo.get(f"{note}/copy").text))
    typed = {"text": "The landlord called back.", "reason": "He called later.", "attested": "yes"}
    jo.post(f"{note}/addendum", {**hidden_fields(jo.get(f"{note}/addendum").text), **typed})

    page = jo.get(note).text
    confirm = re.search(r'action="([^"]+/copied)"', page)
    assert confirm, page
    jo.post(confirm[1], hidden_fields(page))

    assert page.count("I filed it</button>") == 1
    assert "I filed it</button>" not in jo.get(note).text


def test_record_of_another_person_cannot_be_confirmed_through_this_chart(clinic: Clinic, jo: Visitor) -> None:
    clinic.ehr.switch_mode("read-only")
    jo.launch("Patient/client-1")
    other = signed(jo).rsplit("/", 1)[1]
    jo.launch("Patient/client-6")
    note = signed(jo)

    answer = jo.post(f"{note}/records/{other}/copied", hidden_fields(jo.get(f"{note}/copy").text))

    assert answer.status_code == 404
