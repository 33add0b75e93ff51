"""The words of a run's summary."""

from __future__ import annotations

import pytest

from pss_fhir.issues import Severity
from pss_fhir.validation.summary import Summary


@pytest.mark.parametrize(
    ("resources", "severities", "says"),
    [
        (0, {}, "0 resources, 0 with findings: clean"),
        (1, {Severity.ERROR: 1}, "1 resource, 0 with findings: 1 error"),
        (
            2_000,
            {Severity.WARNING: 2, Severity.ERROR: 1_500},
            "2,000 resources, 0 with findings: 1,500 errors, 2 warnings",
        ),
        (2, {Severity.INFORMATION: 3}, "2 resources, 0 with findings: 3 information"),
    ],
)
def test_lines_when_counted_then_read_as_a_sentence(
    resources: int, severities: dict[Severity, int], says: str
) -> None:
    summary = Summary(resources=resources)
    summary.severities.update(severities)

    assert summary.lines() == [says]
