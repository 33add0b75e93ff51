"""Resources of many people, brought together person by person, in bounded memory."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import orjson

from pss_fhir.domain.record import Record
from pss_fhir.external_sort import SortedItems
from pss_fhir.issues import Issue
from pss_fhir.mapping.choice import reader_of
from pss_fhir.mapping.conversion import read_resource, unbundled
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.json_values import is_object
from pss_fhir.mapping.owner import is_followed, owner_of
from pss_fhir.mapping.report import Report, Surroundings
from pss_fhir.mapping.surroundings import gather, signed_by
from pss_fhir.r4.references import ref_of

AGENCY = ""
"""Stands for the owner of what belongs to no person; it comes before every person."""
_MOST_BYTES = 64 << 20
_ROW_BYTES = 600
"""What a row takes beside its content."""
_NOTHING = Surroundings({}, {})


class Kept(NamedTuple):
    """One resource that was put away.

    Attributes:
        owner: the reference of the person it is about, or :data:`AGENCY`.
        order: where it comes among the resources as they were given.
        reader: the module that reads it, None where others only point to it.
        place: where it came from, as the caller said.
        base_url: the FHIR base of its server, None if not known.
        is_shared: whether it belongs to the agency and others point to it.
        urn: the ``urn:uuid:...`` at which a Bundle holds it, None where that says no more than its id.
        signs: what it is a signature of, for a Provenance with a signature.
        content: its JSON.
    """

    owner: str
    order: tuple[int, ...]
    reader: str | None
    place: object
    base_url: str | None
    is_shared: bool
    urn: str | None
    signs: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class PlacedRead:
    """What one resource holds.

    Attributes:
        place: where it came from, as the caller said.
        order: where it comes among the resources as they were given.
        record: None where it holds none.
        issues: what was found on the way.
    """

    place: object
    order: tuple[int, ...]
    record: Record | None
    issues: tuple[Issue, ...]


def keep(value: Any, *, order: tuple[int, ...], place: object) -> Iterator[Kept | PlacedRead]:
    """The resources of one JSON value, each with its owner; a Bundle stands for the resources in it.

    What holds no record, and nothing points to, comes as what was found there.
    """
    full_urls: dict[str, str] = {}
    found = list(unbundled([value], None, full_urls))
    around = _NOTHING
    if len(found) > 1 or full_urls:
        around = gather(((raw, base) for _, raw, base in found if is_object(raw)), full_urls)
    urns = {ref: urn for urn, ref in full_urls.items()}
    for index, (_, raw, base_url) in enumerate(found):
        own_order = (*order, index)
        if isinstance(raw, Issue):
            yield PlacedRead(place, own_order, None, (raw,))
            continue
        reader = _reader(raw)
        resource = raw if is_object(raw) else {}
        followed = is_followed(resource)
        signs = tuple(around.aliases.get(ref, ref) for ref in signed_by(resource, base_url))
        if reader is None and not followed and not signs:
            yield PlacedRead(place, own_order, None, tuple(read_resource(raw, base_url, _NOTHING)[1]))
            continue
        owner = owner_of(raw, base_url=base_url, around=around) or AGENCY
        urn = urns.get(ref_of(raw) or "") if urns else None
        is_shared = followed and owner == AGENCY
        yield Kept(owner, own_order, reader, place, base_url, is_shared, urn, signs, orjson.dumps(raw))


def _reader(raw: object) -> str | None:
    if not is_object(raw) or not isinstance(raw.get("resourceType"), str):
        return None
    resource_type = raw["resourceType"]
    return reader_of(Element(raw, resource_type, Report(resource_type, resource_type)))


def surroundings_of(rows: Iterable[Kept]) -> Surroundings:
    """The resources by the references that point at them."""
    return _gathered([(row, orjson.loads(row.content)) for row in rows])


def _gathered(parsed: list[tuple[Kept, Any]]) -> Surroundings:
    urns = {row.urn: ref for row, raw in parsed if row.urn and (ref := ref_of(raw))}
    return gather(((raw, row.base_url) for row, raw in parsed), urns)


def read_kept(rows: Iterable[Kept], shared: Surroundings) -> Iterator[PlacedRead]:
    """What the resources of one person hold, in the order in which they were given.

    Args:
        rows: all of that person.
        shared: what belongs to the agency, where they may point to it.
    """
    parsed = [(row, orjson.loads(row.content)) for row in rows]
    own = _gathered(parsed)
    around = Surroundings({**shared.by_ref, **own.by_ref}, own.signings, {**shared.aliases, **own.aliases})
    for row, raw in parsed:
        if row.reader is not None:
            yield _read(row, raw, around)


def _read(row: Kept, raw: Any, around: Surroundings) -> PlacedRead:
    record, issues = read_resource(raw, row.base_url, around, reader=row.reader)
    return PlacedRead(row.place, row.order, record, tuple(issues))


class ResourcesByPerson:
    """Resources put away as they come, in any order, and read person by person.

    What does not fit into memory goes to a temporary file without a name. What belongs to the agency stays
    in memory where others point to it: places, payers, staff.

    Attributes:
        readers: the modules that read what was put away.
    """

    def __init__(self, *, most_bytes: int = _MOST_BYTES) -> None:
        self.readers: set[str] = set()
        self._rows = _sorted_rows(most_bytes)
        self._late = _sorted_rows(most_bytes)
        self._shared: list[Kept] = []
        self._people: dict[str, str] = {}
        self._plans: dict[str, str] = {}

    def put(self, row: Kept) -> None:
        """Put one resource away."""
        self._rows.add(row)
        if row.reader is not None:
            self.readers.add(row.reader)
        if row.is_shared:
            self._shared.append(row)
        elif row.reader == "client":
            # References by a search for an identifier may come before the person they find.
            self._people |= surroundings_of([row]).aliases
        elif row.reader == "plan":
            # A signature names the plan alone, and may come before it.
            self._plans |= dict.fromkeys(surroundings_of([row]).by_ref, row.owner)

    @property
    def shared(self) -> Surroundings:
        """What belongs to the agency, by the references that point at it."""
        return surroundings_of(self._shared)

    def read_agency(self) -> Iterator[PlacedRead]:
        """What belongs to no person. To be read to its end before :meth:`read_people`.

        What turns out to be a person's after all is put with that person.
        """
        shared = self.shared
        known = Surroundings({}, {}, self._people)
        for row in self._rows:
            if row.owner != AGENCY:
                break
            if owners := sorted({self._plans[ref] for ref in row.signs if ref in self._plans} - {AGENCY}):
                for number, signed_for in enumerate(owners):
                    self._late.add(row._replace(owner=signed_for, reader=None if number else row.reader))
                continue
            if row.reader is None:
                continue
            raw = orjson.loads(row.content)
            owner = owner_of(raw, base_url=row.base_url, around=known)
            if owner is None:
                yield _read(row, raw, shared)
            else:
                self._late.add(row._replace(owner=owner))

    def late(self) -> Iterator[Kept]:
        """What :meth:`read_agency` found to be a person's."""
        return iter(self._late)

    def read_people(self) -> Iterator[tuple[str, Iterator[PlacedRead]]]:
        """Each person's reference, in order, and what that person's resources hold.

        What a person's resources hold is to be read before the next person is asked for.
        """
        shared = self.shared
        rows = heapq.merge(self._rows, self._late, key=_sort_key)
        for owner, own in groupby(rows, key=_owner):
            if owner != AGENCY:
                yield owner, read_kept(own, shared)


def _owner(row: Kept) -> str:
    return row.owner


def _sort_key(row: Kept) -> tuple[str, tuple[int, ...]]:
    return row.owner, row.order


def _sorted_rows(most_bytes: int) -> SortedItems[Kept]:
    return SortedItems(
        _sort_key, most_in_memory=most_bytes, size_of=lambda row: len(row.content) + _ROW_BYTES
    )
