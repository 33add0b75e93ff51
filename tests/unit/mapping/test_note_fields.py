"""The parts of a note fill the fields of records, whether an extension or answers hold them."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.domain.contact import ContactStatus, Place, Remote
from pss_fhir.mapping import note_fields, note_parts
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.report import Report


def element(**raw: Any) -> Element:
    """An element of a note with these children."""
    return Element(raw, "DocumentReference", Report("DocumentReference", "DocumentReference/1"))


def side(*parts: tuple[str, str, Any]) -> Element:
    """An extension made of parts."""
    return element(extension=[{"url": name, key: value} for name, key, value in parts])


def answers(*given: tuple[str, str, Any]) -> note_fields.Answers:
    """Answers to parts of the contact."""
    items = [{"linkId": f"contact.{name}", "answer": [{key: value}]} for name, key, value in given]
    return note_fields.answers_in(note_parts.CONTACT, element(item=items))


def test_extension_fills_the_fields_that_its_parts_name() -> None:
    holder = side(
        ("status", "valueCode", "finished"),
        ("modifier", "valueCode", "HQ"),
        ("modifier", "valueCode", "GT"),
        ("groupSize", "valuePositiveInt", 4),
        ("order", "valueReference", {"reference": "ServiceRequest/1"}),
        ("another", "valueString", "not ours"),
    )

    fields = note_fields.CONTACT.of_extension(holder)

    assert {name: value for name, value in fields.items() if value not in (None, ())} == {
        "status": ContactStatus.FINISHED,
        "modifiers": ("HQ", "GT"),
        "people_present": 4,
        "order_ref": "ServiceRequest/1",
    }
    assert "spoken_with_refs" not in fields
    assert holder.report.issues == []


def test_field_without_a_part_is_left_to_the_record_unless_the_record_would_say_something_else() -> None:
    nothing = dict.fromkeys(("status", "kind", "service_code"))

    assert note_fields.CONTACT.of_extension(side()) == nothing
    assert note_fields.CONTACT.of_answers({}) == nothing


def test_answers_fill_the_same_fields() -> None:
    fields = note_fields.CONTACT.of_answers(
        answers(
            ("place", "valueCoding", {"code": "home"}),
            ("modifier", "valueCoding", {"code": "HQ"}),
            ("placeName", "valueString", "At the table"),
        )
    )

    assert (fields["place"], fields["modifiers"], fields["place_name"]) == (
        Place.HOME,
        ("HQ",),
        "At the table",
    )


def test_part_that_is_there_twice_counts_once_unless_it_repeats() -> None:
    twice = (("placeName", "valueString", "first"), ("placeName", "valueString", "second"))

    assert note_fields.CONTACT.of_extension(side(*twice))["place_name"] == "first"
    assert note_fields.CONTACT.of_answers(answers(*twice))["place_name"] == "first"


@pytest.mark.parametrize(
    ("part", "path"),
    [
        (("placeName", "valueString", 7), "extension('placeName').valueString"),
        (("status", "valueCode", "lost"), "extension('status').valueCode"),
        (("order", "valueReference", {"reference": 7}), "extension('order').valueReference.reference"),
    ],
)
def test_part_of_a_wrong_kind_is_noted_where_it_stands(part: tuple[str, str, Any], path: str) -> None:
    holder = side(part)

    assert all(value in (None, ()) for value in note_fields.CONTACT.of_extension(holder).values())
    assert [issue.path for issue in holder.report.issues] == [f"DocumentReference.{path}"]


@pytest.mark.parametrize("url", [None, 7, {}, ["place"]])
def test_extension_whose_url_is_no_text_is_passed_over(url: Any) -> None:
    holder = element(extension=[{"url": url, "valueString": "x"}])

    assert all(value in (None, ()) for value in note_fields.CONTACT.of_extension(holder).values())


def test_contact_at_a_distance_is_one_field() -> None:
    far = note_fields.CONTACT.of_extension(side(("agreed", "valueBoolean", True)))
    near = note_fields.CONTACT.of_extension(side(("placeName", "valueString", "At the table")))

    assert note_fields.with_remote(far)["remote"] == Remote(has_agreed=True)
    assert "remote" not in note_fields.with_remote(near)
    assert "has_agreed" not in far
