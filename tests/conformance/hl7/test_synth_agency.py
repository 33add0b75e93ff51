"""HL7's validator finds no error in a synthetic agency that is not one of the accepted differences."""

from __future__ import annotations

from pathlib import Path

import pytest

from pss_fhir.synth.agency import AgencySize, write_agency
from tests.conformance.hl7.compare import compare, rules
from tests.conformance.hl7.hl7_validator import judge
from tests.interop.loading import resources_of
from tests.java import NotThere
from tests.synth_agency import SEED, STARTS_ON

PER_SHAPE = 4
SIZE = AgencySize(clients=12, staff=2, months=6, broken=0.1)


@pytest.mark.interop
@pytest.mark.timeout(1800)
def test_synth_agency_when_judged_then_every_difference_is_accepted(tmp_path: Path) -> None:
    write_agency(SIZE, tmp_path / "agency", seed=SEED, starts_on=STARTS_ON)
    asked = sample(tmp_path / "agency")
    try:
        answers = judge(asked.values())
    except NotThere as missing:
        pytest.skip(str(missing))

    found = compare(asked, answers, rules())

    assert found.unexplained == [], str(found)
    assert found.refused == []


def sample(folder: Path) -> dict[str, dict[str, object]]:
    """A few resources of each type and profile."""
    taken: dict[str, dict[str, object]] = {}
    seen: dict[str, int] = {}
    for resource in resources_of(folder):
        shape = f"{resource['resourceType']} {resource['meta'].get('profile')}"
        seen[shape] = seen.get(shape, 0) + 1
        if seen[shape] <= PER_SHAPE:
            taken[f"synth: {resource['resourceType']}/{resource['id']}"] = resource
    return taken
