"""One validator for all tests of this folder; it is thread-safe and keeps no findings."""

from __future__ import annotations

import pytest

from pss_fhir.validation import Validator


@pytest.fixture(scope="session")
def validator() -> Validator:
    """Base R4, US Core and our guide, without code kept on disk."""
    return Validator(unit_cache=None)
