"""What surrounds every page of an open launch: whose chart it is, and the proof its forms carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pss_fhir.domain.people import Client
from smart_app.present.words import counted, date_words


@dataclass(frozen=True, slots=True)
class Person:
    """The person served, as the banner and the signing page name them."""

    name: str
    born: str
    record_number: str | None
    died: str | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page.

    Attributes:
        lid: the launch, as it stands in addresses.
        chart_stamp: what a form carries to prove for which chart it was made.
        here: which entry of the menu the page belongs to.
        person: None on pages that know nobody.
        style_url: the EHR's own colors and sizes, None where it gave none.
    """

    lid: str
    chart_stamp: str
    here: str
    person: Person | None
    style_url: str | None


def show_person(client: Client, *, is_shown: bool, today: date) -> Person:
    """The person's banner.

    Args:
        client: whose chart it is.
        is_shown: whether the banner is wanted; forms that sign show name and birth date in any case.
        today: for the age.
    """
    age = client.age_on(today)
    born = (
        f"born {date_words(client.birth_on)} ({counted(age, 'year')})"
        if client.birth_on and age is not None
        else "birth date not in the record"
    )
    return Person(
        name=client.name.shown(),
        born=born,
        record_number=client.identifiers[0].value if client.identifiers else None,
        died="The record says that this person has died." if client.died else None,
        is_shown=is_shown,
    )
