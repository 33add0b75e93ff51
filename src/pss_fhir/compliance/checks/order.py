"""The service order behind a visit."""

from __future__ import annotations

from functools import cached_property, lru_cache

from pydantic import Field

from pss_fhir.compliance.anniversary import last_day_within
from pss_fhir.compliance.check import Check, NoParameters, Parameters, Subject
from pss_fhir.compliance.checks.missing import NO_START, unread
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.facts.shared import Ordered
from pss_fhir.compliance.outcome import Outcome, broken, cannot_tell, does_not_apply, met
from pss_fhir.compliance.words import day_words
from pss_fhir.domain.chart import ChartPart


class Validity(Parameters):
    """How many months an order counts from its signature."""

    months: int = Field(ge=1)


class Orderer(Parameters):
    """Credentials that may sign an order, as printed, without periods."""

    credentials: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def allowed(self) -> frozenset[str]:
        """The same in upper case."""
        return frozenset(name.upper() for name in self.credentials)


@lru_cache
def _words_in(credential: str) -> frozenset[str]:
    """The words of a printed credential, and what stands before a hyphen in them (``LCSW-A``)."""
    words = credential.upper().replace(".", "").replace(",", " ").split()
    return frozenset((*words, *(word.partition("-")[0] for word in words)))


def signed_by_first_day(facts: NoteFacts, _: NoParameters) -> Outcome:
    """A signed service order is there on or before the day of service."""
    day, signed_on = facts.day, facts.order_signed_on
    if day is None:
        return NO_START
    if not facts.ordered.is_known:
        return unread(ChartPart.ORDERS)
    if not facts.ordered.orders:
        return broken("The chart holds no service order for peer support.", fields=("order_ref",))
    if signed_on is not None:
        return met(
            "A service order was signed by the day of this visit.",
            records=facts.ordered.refs,
            arithmetic=lambda: f"signed {day_words(signed_on)}, visit {day_words(day)}",
        )
    orders, records = facts.ordered.orders, facts.ordered.refs
    if len(facts.ordered.signed_on) < len(orders):
        return cannot_tell("The service order does not show the day it was signed.", records=records)
    first = min(facts.ordered.signed_on)
    return broken(
        f"The service order was signed on {day_words(first)}, after this visit on {day_words(day)}.",
        fields=("started_at", "order_ref"),
        records=records,
        arithmetic=f"signed {(first - day).days} days after the visit",
    )


def signed_within_term(facts: NoteFacts, term: Validity) -> Outcome:
    """The service order's signature is not older than its term."""
    if facts.day is None:
        return NO_START
    if not facts.ordered.is_known:
        return unread(ChartPart.ORDERS)
    latest = facts.order_signed_on
    if latest is None:
        return does_not_apply("No order signed by that day is there; rule pss-080 speaks of that.")
    last = last_day_within(latest, term.months)
    records = facts.ordered.refs

    def arithmetic() -> str:
        return f"signed {day_words(latest)}, counts through {day_words(last)}"

    if facts.day > last:
        return broken(
            f"The service order of {day_words(latest)} counted through {day_words(last)}; "
            f"this visit is on {day_words(facts.day)}.",
            fields=("started_at", "order_ref"),
            records=records,
            arithmetic=arithmetic(),
        )
    return met(
        lambda: f"The service order counts through {day_words(last)}.", records=records, arithmetic=arithmetic
    )


def signed_by_clinician(ordered: Ordered, orderer: Orderer) -> Outcome:
    """The order is signed by a physician or another licensed clinician."""
    if not ordered.is_known:
        return unread(ChartPart.ORDERS)
    if not ordered.orders:
        return does_not_apply("No order is there; rule pss-080 speaks of that.")
    records = ordered.refs
    printed = [order.orderer_credential for order in ordered.orders if order.orderer_credential]
    if not printed:
        return cannot_tell(
            "The service order does not show the credential of who signed it.", records=records
        )
    for credential in printed:
        if not orderer.allowed.isdisjoint(_words_in(credential)):
            return met("The order shows a licensed clinician's credential.", records=records)
    return broken(
        "The order shows a credential that is not on the list of clinicians who may order peer support.",
        fields=("order_ref",),
        records=records,
    )


CHECKS = (
    Check("order-signed-by-first-day", Subject.NOTE, NoParameters, signed_by_first_day),
    Check("order-signed-within-term", Subject.NOTE, Validity, signed_within_term),
    Check("order-signed-by-clinician", Subject.NOTE, Orderer, signed_by_clinician, about=Ordered),
)
