"""Search over the store: matches in order, and what goes along with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pss_fhir.sandbox.search.dates import Span
from pss_fhir.sandbox.search.match import matches
from pss_fhir.sandbox.search.query import Inclusion, Query
from pss_fhir.sandbox.search.table import ParameterDefinition, parameters_of, resource_types
from pss_fhir.sandbox.search.values import Amount, Link, Token, Words, values_of
from pss_fhir.sandbox.store.resources import ResourceStore, Version

Visible = Callable[[dict[str, Any]], bool]
"""Whether the caller may see a resource."""


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a search result; ``mode`` is ``match`` or ``include``."""

    version: Version
    mode: str


def find_matches(store: ResourceStore, query: Query, may_see: Visible) -> list[Version]:
    """Every resource that the search asks for and the caller may see, in the order asked for."""
    found = [
        version
        for version in store.all_of(query.resource_type)
        if matches(version.resource, query.criteria) and may_see(version.resource)
    ]
    for definition, descending in reversed(query.sort):
        with_value = [version for version in found if _sort_key(version, definition) is not None]
        without = [version for version in found if _sort_key(version, definition) is None]
        with_value.sort(key=lambda version: _sort_key(version, definition) or "", reverse=descending)
        found = with_value + without
    return found


def find_included(
    store: ResourceStore, page: Sequence[Version], query: Query, may_see: Visible
) -> list[Version]:
    """What the inclusions of a search add to a page of matches, each resource once."""
    there = {version.ref for version in page}
    added: list[Version] = []

    def add(candidates: Iterable[Version]) -> None:
        for version in candidates:
            if version.ref not in there and may_see(version.resource):
                there.add(version.ref)
                added.append(version)

    for inclusion in query.includes:
        add(_pointed_to(store, page, inclusion))
    for inclusion in query.revincludes:
        add(_pointing_at(store, page, inclusion))
    return added


def _definitions(inclusion: Inclusion) -> list[ParameterDefinition]:
    table = parameters_of(inclusion.source_type)
    if inclusion.code == "*":
        return [definition for definition in table.values() if definition.kind == "reference"]
    return [table[inclusion.code]]


def _links(version: Version, inclusion: Inclusion) -> Iterable[str]:
    for definition in _definitions(inclusion):
        for value in values_of(version.resource, definition):
            if isinstance(value, Link):
                yield value.url.split("/_history/")[0]


def _pointed_to(store: ResourceStore, page: Sequence[Version], inclusion: Inclusion) -> Iterable[Version]:
    for version in page:
        if version.type != inclusion.source_type:
            continue
        for url in _links(version, inclusion):
            target_type, _, target_id = url.partition("/")
            if target_type not in resource_types() or inclusion.target_type not in (None, target_type):
                continue
            target = store.find(target_type, target_id)
            if target is not None and target.body is not None:
                yield target


def _pointing_at(store: ResourceStore, page: Sequence[Version], inclusion: Inclusion) -> Iterable[Version]:
    wanted = {version.ref for version in page if inclusion.target_type in (None, version.type)}
    for version in store.all_of(inclusion.source_type):
        if wanted.intersection(_links(version, inclusion)):
            yield version


def _sort_key(version: Version, definition: ParameterDefinition) -> str | None:
    keys = []
    for value in values_of(version.resource, definition):
        match value:
            case Span():
                keys.append(f"{value.low + _SHIFT:020.3f}" if value.low > -_SHIFT else "")
            case Amount():
                keys.append(f"{float(value.number) + _SHIFT:030.9f}")
            case Words():
                keys.append(value.folded)
            case Token():
                keys.append(value.code or value.text)
            case Link():
                keys.append(value.url)
    return min(keys, default=None)


_SHIFT = -datetime(1, 1, 2, tzinfo=UTC).timestamp()
"""Makes every time a positive number, so that its text sorts as it does."""
