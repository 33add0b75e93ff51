"""Resources of many people, brought together person by person, in bounded memory."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import orjson

from pss_fhir.domain.record import Record
from pss_fhir.external_sort import SortedItems
from pss_fhir.issues import Issue
from pss_fhir.mapping.choice import reader_of
from pss_fhir.mapping.conversion import read_resource, unbundled
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.json_values import Raw, is_object
from pss_fhir.mapping.owner import is_followed, owner_of
from pss_fhir.mapping.report import Report, Surroundings
from pss_fhir.mapping.surroundings import gather, pointers_of, sort_by_reference

AGENCY = ""
"""Stands for the owner of what belongs to no person; it comes before every person."""
_MOST_BYTES = 64 << 20
_ROW_BYTES = 600
"""What a row takes beside its content."""
_NOTHING = Surroundings({}, {})
_NOWHERE: Mapping[str, str] = {}


class Kept(NamedTuple):
    """One resource that was put away.

    Attributes:
        owner: the reference of the person it is about, or :data:`AGENCY`.
        order: where it comes among the resources as they were given.
        reader: the module that reads it, None where others only point to it.
        place: where it came from, as the caller said.
        base_url: the FHIR base of its server, None if not known.
        is_shared: whether it belongs to the agency and others point to it.
        full_url: the ``urn:uuid:...`` at which a Bundle holds it, None where that says no more than its id.
        ref, urns, searches, signs: how it and references come together; see
            :class:`~pss_fhir.mapping.surroundings.Pointers`.
        content: its JSON.
    """

    owner: str
    order: tuple[int, ...]
    reader: str | None
    place: object
    base_url: str | None
    is_shared: bool
    full_url: str | None
    ref: str | None
    urns: tuple[str, ...]
    searches: tuple[str, ...]
    signs: tuple[str, ...]
    content: bytes


class PlacedRead(NamedTuple):
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


def keep(
    value: Any, *, order: tuple[int, ...], place: object, content: bytes | None = None
) -> Iterator[Kept | PlacedRead]:
    """The resources of one JSON value, each with its owner; a Bundle stands for the resources in it.

    What holds no record, and nothing points to, comes as what was found there.

    Args:
        value: as parsed.
        order: where it comes among the values.
        place: where it came from, in the caller's words.
        content: the text that it was parsed from, where that is at hand.
    """
    if not (is_object(value) and value.get("resourceType") == "Bundle"):
        yield _kept(value, (*order, 0), place, content)
        return
    full_urls: dict[str, str] = {}
    found = list(unbundled([value], None, full_urls))
    around = gather(((raw, base) for _, raw, base in found if is_object(raw)), full_urls)
    held_at = {ref: urn for urn, ref in full_urls.items()}
    for index, (_, raw, base_url) in enumerate(found):
        own_order = (*order, index)
        if isinstance(raw, Issue):
            yield PlacedRead(place, own_order, None, (raw,))
        else:
            yield _kept(raw, own_order, place, None, base_url, around, held_at)


def _kept(
    raw: Any,
    order: tuple[int, ...],
    place: object,
    content: bytes | None,
    base_url: str | None = None,
    around: Surroundings = _NOTHING,
    held_at: Mapping[str, str] = _NOWHERE,
) -> Kept | PlacedRead:
    """One resource, with the Bundle that it stands in told by ``around`` and ``held_at``."""
    if is_object(raw) and isinstance(raw.get("resourceType"), str):
        ref, urns, searches, signs = pointers_of(raw, base_url)
        resource = _element(raw, ref, base_url, around)
        reader = reader_of(resource)
        followed = is_followed(raw)
        if reader is not None or followed or signs:
            owner = owner_of(resource) or AGENCY
            return Kept(
                owner,
                order,
                reader,
                place,
                base_url,
                followed and owner == AGENCY,
                held_at.get(ref) if ref else None,
                ref,
                urns,
                searches,
                tuple(around.aliases.get(about, about) for about in signs) if signs else (),
                orjson.dumps(raw) if content is None else content,
            )
    return PlacedRead(place, order, None, tuple(read_resource(raw, base_url, _NOTHING)[1]))


def _element(raw: Raw, ref: str | None, base_url: str | None, around: Surroundings) -> Element:
    """A resource whose type is a text."""
    resource_type = raw["resourceType"]
    return Element(raw, resource_type, Report(resource_type, ref or resource_type, base_url, around))


class _AtHand(Mapping[str, Raw]):
    """Resources by the references that point at them, each parsed when it is asked for.

    Few are. To parse all that a person has and hold it takes several times as long as to parse one after
    the other, since memory that was just given back is fast, and it takes megabytes.

    Args:
        rows: by the references.
        others: what is at hand beside them.
    """

    def __init__(self, rows: Mapping[str, Kept], others: Mapping[str, Raw]) -> None:
        self._rows = rows
        self._others = others

    def __getitem__(self, ref: str) -> Raw:
        row = self._rows.get(ref)
        if row is None:
            return self._others[ref]
        found: Raw = orjson.loads(row.content)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows.keys() | self._others.keys())

    def __len__(self) -> int:
        return len(self._rows.keys() | self._others.keys())


def _surroundings_of(rows: Sequence[Kept], shared: Surroundings = _NOTHING) -> Surroundings:
    """The resources by the references that point at them, and what belongs to the agency."""
    pointed = (((row.ref, row.urns, row.searches, row.signs), row) for row in rows)
    full_urls = {row.full_url: row.ref for row in rows if row.full_url and row.ref}
    by_ref, signings, aliases = sort_by_reference(pointed, full_urls)
    signed = {about: [orjson.loads(row.content) for row in signers] for about, signers in signings.items()}
    return Surroundings(_AtHand(by_ref, shared.by_ref), signed, {**shared.aliases, **aliases})


def read_kept(rows: Iterable[Kept], shared: Surroundings) -> Iterator[PlacedRead]:
    """What the resources of one person hold, in the order in which they were given.

    Args:
        rows: all of that person.
        shared: what belongs to the agency, where they may point to it.
    """
    held = list(rows)
    around = _surroundings_of(held, shared)
    for row in held:
        if row.reader is not None:
            yield _read(row, orjson.loads(row.content), around)


def _read(row: Kept, raw: Any, around: Surroundings) -> PlacedRead:
    record, issues = read_resource(raw, row.base_url, around, reader=row.reader, ref=row.ref)
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
            self._people |= _surroundings_of([row]).aliases
        elif row.reader == "plan":
            # A signature names the plan alone, and may come before it.
            self._plans |= dict.fromkeys(_surroundings_of([row]).by_ref, row.owner)

    @property
    def shared(self) -> Surroundings:
        """What belongs to the agency, by the references that point at it."""
        known = _surroundings_of(self._shared)
        return Surroundings(dict(known.by_ref), known.signings, known.aliases)

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
            owner = owner_of(_element(raw, row.ref, row.base_url, known))
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
        _sort_key,
        most_in_memory=most_bytes,
        size_of=lambda row: len(row.content) + _ROW_BYTES,
        pack=tuple,
        unpack=Kept._make,
    )
