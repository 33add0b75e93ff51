"""Chance that is the same on every run."""

from __future__ import annotations

from uuid import UUID

from pss_fhir.synth.chance import chance, mixed, one_of, some_of, urn


def test_chance_depends_on_the_names_alone() -> None:
    assert chance(1, "a", 2).random() == chance(1, "a", 2).random() != chance(1, "a", 3).random()


def test_urns_are_uuids_of_version_4() -> None:
    draws = chance(1, "urns")

    assert {UUID(urn(draws).removeprefix("urn:uuid:")).version for _ in range(200)} == {4}


def test_some_are_different_ones_and_mixed_too() -> None:
    draws, choices = chance(1, "some"), tuple("abcdefghij")

    for _ in range(200):
        assert len(set(some_of(draws, choices, 3))) == 3
        drawn = mixed(draws, choices)
        assert len(set(drawn)) == len(drawn) <= 7
        assert one_of(draws, choices) in choices
