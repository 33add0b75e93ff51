"""Which plan serves which county."""

from __future__ import annotations

import pytest

from pss_fhir.compliance import load_policies


@pytest.mark.parametrize(
    ("county", "plan"),
    [
        ("Wake", "alliance"),
        ("  wake county ", "alliance"),
        ("NEW HANOVER", "trillium"),
        ("Yancey County", "vaya"),
        ("Greenville", None),
        ("", None),
    ],
)
def test_county_when_written_as_ehrs_do_then_its_plan(county: str, plan: str | None) -> None:
    found = load_policies().payers.serving(county)

    assert (found and found.key) == plan


def test_counties_of_the_four_plans_make_the_state() -> None:
    counts = {payer.key: len(payer.counties) for payer in load_policies().payers.payers if payer.counties}
    every = {county for payer in load_policies().payers.payers for county in payer.counties}

    assert counts == {"alliance": 7, "partners": 15, "vaya": 32, "trillium": 46}
    assert len(every) == 100
