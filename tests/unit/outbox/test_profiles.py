"""Vendor facts: complete, sourced, and no more sure than they are."""

from __future__ import annotations

from datetime import date

import pytest

from pss_fhir.errors import UsageError
from pss_fhir.outbox import Rung, load_profile, profile_names
from pss_fhir.outbox.profiles import Evidence, Meaning, ProofPart


def test_profiles_are_those_of_the_agency_file() -> None:
    assert profile_names() == ("athena", "ecw", "epic", "open", "oracle", "read-only")


@pytest.mark.parametrize("name", profile_names())
def test_every_fact_has_a_source_and_a_day(name: str) -> None:
    profile = load_profile(name)
    assert len(profile.facts) == 9
    for fact in profile.facts:
        assert len(fact.source) > 20
        assert date(2019, 1, 1) < fact.retrieved_on < date(2027, 1, 1)


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_ends_at_copy_and_asks_for_whole_proof(name: str) -> None:
    profile = load_profile(name)
    assert profile.rungs[-1] is Rung.COPY_PRINT
    assert profile.proof == set(ProofPart)


@pytest.mark.parametrize("name", ["note_type", "retraction"])
def test_what_was_never_run_against_epic_is_marked_so(name: str) -> None:
    assert load_profile("epic").fact(name).evidence is Evidence.ASSUMED


def test_epic_number_for_duplicate_is_known() -> None:
    assert load_profile("epic").meanings["59141"] is Meaning.DUPLICATE


def test_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="athena, ecw, epic, open, oracle, read-only"):
        load_profile("cerner")
    with pytest.raises(UsageError):
        load_profile("../vendors/epic")
