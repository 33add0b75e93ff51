"""Clients, specialists, credentials: ages and what counts on a day."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from pss_fhir.domain.people import Credential, CredentialKind, PersonName
from tests.builders import make_client, make_credential, make_specialist


@pytest.mark.parametrize(
    ("birth_on", "day", "age"),
    [
        (date(2008, 11, 3), date(2026, 11, 2), 17),
        (date(2008, 11, 3), date(2026, 11, 3), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (None, date(2026, 11, 3), None),
    ],
)
def test_age_counts_completed_years(birth_on: date | None, day: date, age: int | None) -> None:
    assert make_client(birth_on=birth_on).age_on(day) == age


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (PersonName(family="HTEST", given=("Riley", "R.")), "Riley R. HTEST"),
        (PersonName(given=("Riley",)), "Riley"),
        (PersonName(family="HTEST"), "HTEST"),
        (PersonName(family="HTEST", given=("Riley",), text="Ri"), "Ri"),
    ],
)
def test_name_is_shown_as_the_person_wants_it(name: PersonName, shown: str) -> None:
    assert name.shown() == shown


def test_name_without_a_part_is_refused() -> None:
    with pytest.raises(ValidationError):
        PersonName()


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2025, 10, 31), False),
        (date(2025, 11, 1), True),
        (date(2027, 10, 31), True),
        (date(2027, 11, 1), False),
    ],
)
def test_certificate_is_current_through_its_last_day(day: date, counts: bool) -> None:
    assert make_credential().is_current_on(day) is counts


def test_certificate_without_dates_always_counts() -> None:
    assert make_credential(issued_on=None, expires_on=None).is_current_on(date.min)


def test_credential_of_another_kind_needs_a_title() -> None:
    with pytest.raises(ValidationError):
        Credential(kind=CredentialKind.OTHER)


def test_credential_that_expires_before_it_was_issued_is_refused() -> None:
    with pytest.raises(ValidationError):
        make_credential(issued_on=date(2026, 1, 2), expires_on=date(2026, 1, 1))


def test_credentials_of_a_kind_come_the_longest_lasting_first() -> None:
    old, new, endless = (
        make_credential(identifier=name, expires_on=day)
        for name, day in (("old", date(2025, 11, 2)), ("new", date(2027, 1, 1)), ("endless", None))
    )
    jo = make_specialist(credentials=(old, make_credential(CredentialKind.CPR), endless, new))

    assert jo.credential_of(CredentialKind.NC_CPSS) == (endless, new, old)


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({}, "NC CPSS 12345"),
        ({"identifier": None}, "NC CPSS"),
        ({"expires_on": date(2026, 11, 2)}, None),
        ({"kind": CredentialKind.CPR}, None),
    ],
)
def test_label_beside_a_signature_names_a_current_certificate(
    changes: dict[str, object], label: str | None
) -> None:
    jo = make_specialist(credentials=(make_credential(**changes),))

    assert jo.credential_label(date(2026, 11, 3)) == label


@pytest.mark.parametrize("npi", ["123456789", "12345678901", "12345678A3"])
def test_npi_that_is_not_ten_digits_is_refused(npi: str) -> None:
    with pytest.raises(ValidationError):
        make_specialist(npi=npi)
