"""Records held as JSON come back as they were."""

from __future__ import annotations

import pickle

from pss_fhir.domain.group import GroupSession
from pss_fhir.workflows.packed_records import PackedRecords
from tests.builders_care import GROUP_SESSION as SESSION


def test_get_when_a_record_was_put_then_it_is_the_same() -> None:
    held = PackedRecords(GroupSession)
    held.put(SESSION.ref, SESSION)
    assert held.get(SESSION.ref) == SESSION
    assert pickle.loads(pickle.dumps(held)).get(SESSION.ref) == SESSION  # noqa: S301 - packed one line above


def test_get_when_no_record_has_the_reference_then_none() -> None:
    held = PackedRecords(GroupSession)
    assert (held.get("Encounter/none"), len(held)) == (None, 0)


def test_put_when_one_with_the_reference_is_there_then_the_later_counts() -> None:
    held = PackedRecords(GroupSession)
    held.put(SESSION.ref, SESSION)
    later = SESSION.model_copy(update={"people_present": 3})
    held.put(SESSION.ref, later)
    assert (held.get(SESSION.ref), len(held)) == (later, 1)
