"""Orders and authorizations refuse counts and codes that cannot be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.builders import make_authorization, make_order


@pytest.mark.parametrize("changes", [{"ordered_units": -1}, {"service_code": ""}, {"service_code": "H38"}])
def test_order_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_order(**changes)


@pytest.mark.parametrize(
    "changes", [{"units": -1}, {"units_used_by_payer": -1}, {"number": ""}, {"modifiers": ("H",)}]
)
def test_authorization_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_authorization(**changes)


def test_zero_units_can_be_approved() -> None:
    assert make_authorization(units=0).units == 0
