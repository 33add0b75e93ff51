"""What one person's visits of a fiscal year come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pss_fhir.compliance.facts.ledger import DayUse, uses_by_day
from pss_fhir.compliance.facts.visit import Visit
from pss_fhir.domain.contact import Modality
from pss_fhir.domain.units import UnitRule


@dataclass(frozen=True, slots=True)
class YearUse:
    """Units of billed visits.

    Attributes:
        units: of all of them.
        by_telephone: of those by telephone.
        unclear: how many visits do not say how people met.
    """

    units: int
    by_telephone: int
    unclear: int

    def with_call(self, units: int) -> YearUse:
        """The same with one more call by telephone."""
        return YearUse(self.units + units, self.by_telephone + units, self.unclear)


def year_use(visits: Sequence[Visit], uses: Iterable[DayUse], rule_on: Callable[[date], UnitRule]) -> YearUse:
    """What visits come to.

    Args:
        visits: one person's, of one fiscal year, in any order.
        uses: the units that they make.
        rule_on: how minutes become units on a day.
    """
    calls = [one for one in visits if one.contact.modality is Modality.TELEPHONE]
    return YearUse(
        units=sum(use.made.units for use in uses),
        by_telephone=sum(use.made.units for use in uses_by_day(calls, rule_on)),
        unclear=sum(one.service_code is not None and one.contact.modality is None for one in visits),
    )
