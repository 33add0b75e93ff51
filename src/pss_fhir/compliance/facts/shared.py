"""Facts that many notes of a chart share; a check that takes one of them alone is asked once for all.

Such a check names its facts in ``Check.about`` and is given nothing else, so it cannot depend on more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pss_fhir.compliance.facts.approvals import Approvals
from pss_fhir.compliance.payers import PayersOfDay
from pss_fhir.domain.contact import ContactKind, Modality, Place
from pss_fhir.domain.payer import Authorization, ServiceOrder


class Meeting(NamedTuple):
    """How and where people met, and what of it the bill says.

    Attributes:
        modifiers: HCPCS modifiers of the record of the visit.
    """

    kind: ContactKind
    modality: Modality | None
    place: Place | None
    modifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """The orders that a visit can have been given under.

    Attributes:
        is_known: whether the chart's orders were read.
        orders: those that were ever real, the latest signature first.
        refs: their references.
        signed_on: the days on which they were signed, as far as they show it.
    """

    is_known: bool
    orders: tuple[ServiceOrder, ...]
    refs: tuple[str, ...]
    signed_on: tuple[date, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Authorized:
    """The authorization that a visit falls under.

    Attributes:
        is_known: whether the chart's authorizations were read.
        held: the approval of the day that ends first, None where none covers it.
        approvals: all approvals of the chart.
    """

    is_known: bool
    held: Authorization | None
    approvals: Approvals


@dataclass(frozen=True, slots=True, eq=False)
class Paying:
    """Who pays on some days.

    Attributes:
        is_known: whether the chart's coverages were read.
        payers: those whom the coverages of the days name.
        coverage_refs: all coverages of the chart.
    """

    is_known: bool
    payers: PayersOfDay
    coverage_refs: tuple[str, ...]
