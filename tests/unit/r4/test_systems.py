"""Code system URIs are compared without their scheme."""

from __future__ import annotations

import pytest

from pss_fhir.r4 import systems


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (systems.HCPCS, "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", True),
        (systems.HCPCS, systems.HCPCS, True),
        (systems.HCPCS, systems.CPT, False),
        (systems.HCPCS, systems.HCPCS + "/", False),
        (None, None, False),
        (systems.HCPCS, None, False),
    ],
)
def test_same_system_takes_http_and_https_as_equal(one: str, other: str, same: bool) -> None:
    assert systems.same_system(one, other) is same
