"""The state fiscal year turns on July 1."""

from __future__ import annotations

from datetime import date

from pss_fhir.compliance.fiscal_year import days_of_fiscal_year, fiscal_year_of, fiscal_year_words


def test_fiscal_year_of_june_30_and_july_1_differ() -> None:
    assert (fiscal_year_of(date(2026, 6, 30)), fiscal_year_of(date(2026, 7, 1))) == (2026, 2027)


def test_days_of_fiscal_year_are_its_own() -> None:
    days = days_of_fiscal_year(2027)
    assert days.start_on is not None
    assert days.end_on is not None
    assert fiscal_year_of(days.start_on) == fiscal_year_of(days.end_on) == 2027
    assert fiscal_year_words(2027) == "July 2026 to June 2027"
