"""One validator for all tests of the guide; compiling profiles costs more than asking them."""

from __future__ import annotations

import pytest

from pss_fhir.validation import Validator


@pytest.fixture(scope="session")
def validator() -> Validator:
    """A validator with the guide and the bundled packages."""
    return Validator()
