"""What one mapping carries, and what it cannot: data, so that a test and the docs can hold it to its word."""

from __future__ import annotations

from dataclasses import dataclass

from pss_fhir.domain.record import Record


@dataclass(frozen=True, slots=True)
class Loss:
    """A field of the record that does not survive the way to FHIR and back.

    Attributes:
        field: its name, dotted where it lies deeper (``contact.ref``).
        when: in which circumstances; "always" where there is no other way.
        why: the reason.
    """

    field: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One record and the resource that holds it.

    Attributes:
        words: what messages call it ("a goal").
        record: its domain record.
        resource_types: the FHIR resource types it is read from; it is written as the first.
        profile: the project's profile that is written.
        reads: the elements of the resource that are read; whatever else a resource holds is left alone.
        losses: the fields that are not carried.
    """

    words: str
    record: type[Record]
    resource_types: tuple[str, ...]
    profile: str
    reads: tuple[str, ...]
    losses: tuple[Loss, ...] = ()
