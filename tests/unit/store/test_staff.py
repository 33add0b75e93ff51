"""Staff records as last imported."""

from __future__ import annotations

from datetime import timedelta

from pss_fhir.clock import FixedClock
from pss_fhir.store import Store
from tests.builders import make_staff


def test_records_before_any_import_are_none(store: Store) -> None:
    assert (store.staff.records(), store.staff.replaced_at()) == (None, None)


def test_replace_leaves_only_the_newest(store: Store, clock: FixedClock) -> None:
    store.staff.replace(make_staff())
    clock.advance(timedelta(days=1))
    store.staff.replace(make_staff(trainings=()))
    assert store.staff.records() == make_staff(trainings=())
    assert store.staff.replaced_at() == clock.now()
