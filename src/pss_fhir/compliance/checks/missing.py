"""Answers for facts that are not there yet, in the same words everywhere."""

from __future__ import annotations

from pss_fhir.compliance.outcome import Outcome, cannot_tell
from pss_fhir.domain.chart import ChartPart

NO_START = cannot_tell(
    "The start of the visit is not written down yet, so its day is not known.", fields=("started_at",)
)
NO_END = cannot_tell("The end of the visit is not written down yet.", fields=("ended_at",))

_PART_WORDS = {
    ChartPart.SPECIALIST: "what the chart says of the specialist",
    ChartPart.PLANS: "the person's plans",
    ChartPart.GOALS: "the person's goals",
    ChartPart.ORDERS: "the service orders",
    ChartPart.AUTHORIZATIONS: "the authorizations",
    ChartPart.COVERAGES: "who pays",
    ChartPart.CONTACTS: "the person's other visits",
    ChartPart.NOTES: "the person's notes",
    ChartPart.STAFF: "the agency's staff records",
}


def unread(part: ChartPart) -> Outcome:
    """A part of the chart could not be read, so nothing can be said about it."""
    return cannot_tell(f"The chart did not let us read {_PART_WORDS[part]}.")


def not_read(what: str) -> Outcome:
    """A kind of record around the contacts was not among what was read."""
    return cannot_tell(f"Not among what was read: {what}.")


NO_HIRE_DAY = "The staff records do not say when the person was hired."
"""Answer of every rule whose clock starts at hire."""
