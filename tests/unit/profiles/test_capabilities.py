"""What the guide says that the app asks of a server is what the app asks."""

from __future__ import annotations

from typing import Any

from pss_fhir.outbox import Rung
from pss_fhir.workflows import chart_search, scopes
from tests.unit.profiles.guide import own_profiles, read


def asked() -> dict[str, dict[str, Any]]:
    """The resource types of the CapabilityStatement."""
    return {each["type"]: each for each in read("CapabilityStatement-pss-app")["rest"][0]["resource"]}


def test_types_are_those_of_the_scopes() -> None:
    assert set(asked()) == {"Patient", "Practitioner", *scopes.chart_types()}


def test_search_parameters_are_those_of_the_searches() -> None:
    named = {name: {each["name"] for each in one.get("searchParam", ())} for name, one in asked().items()}

    for name in scopes.chart_types():
        assert "patient" in named[name]
    assert {name for name, held in named.items() if "date" in held} == chart_search.RECENT_ONLY
    assert {name for name, held in named.items() if "use" in held} == chart_search._ONLY_REQUESTS
    assert {name for name, held in named.items() if "identifier" in held} == written()


def test_only_notes_are_written() -> None:
    for name, one in asked().items():
        codes = {each["code"] for each in one["interaction"]}
        assert ({"create", "update"} <= codes) is (name in written())


def test_profiles_are_of_their_type() -> None:
    types = {each["url"]: each["type"] for each in own_profiles()}
    for name, one in asked().items():
        assert all(types[url] == name for url in one.get("supportedProfile", ()))


def written() -> set[str]:
    """The types that notes are filed as, by any rung that writes."""
    return {scopes._WRITTEN_BY[rung] for rung in Rung if rung in scopes._WRITTEN_BY}
