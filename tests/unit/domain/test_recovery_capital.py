"""BARC-10: ten answers from 1 to 6, their sum, and nothing in place of a missing one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pss_fhir.domain.recovery_capital import RecoveryCapital
from tests.builders import CLIENT_REF


def make_capital(**fields: Any) -> RecoveryCapital:
    return RecoveryCapital(ref="Observation/1", client_ref=CLIENT_REF, **fields)


@pytest.mark.parametrize(("answer", "total"), [(1, 10), (6, 60)])
def test_total_when_all_are_answered_is_their_sum(answer: int, total: int) -> None:
    capital = make_capital(answers=(answer,) * 10)

    assert (capital.total, capital.missing_items) == (total, ())


def test_total_when_one_answer_is_missing_is_none() -> None:
    capital = make_capital(answers=(6, 6, None, 6, 6, 6, 6, 6, 6, 6))

    assert (capital.total, capital.missing_items) == (None, (3,))


def test_total_that_another_record_states_stands_without_answers() -> None:
    assert make_capital(stated_total=47).total == 47


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"answers": (0,) * 10},
        {"answers": (7,) * 10},
        {"answers": (3,) * 9},
        {"answers": (3,) * 10, "stated_total": 30},
        {"stated_total": 9},
        {"stated_total": 61},
    ],
)
def test_what_no_barc_10_can_hold_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_capital(**fields)


def test_change_is_the_difference_of_two_totals() -> None:
    earlier, later = make_capital(stated_total=30), make_capital(answers=(4,) * 10)

    assert later.change_since(earlier) == 10
    assert earlier.change_since(later) == -10
    assert later.change_since(make_capital(answers=(None, *(4,) * 9))) is None
