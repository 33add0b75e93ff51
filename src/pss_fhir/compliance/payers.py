"""Which payer a coverage names, and what kind of payer that is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field

from pss_fhir.compliance.rule import Fund
from pss_fhir.domain.payer import Coverage
from pss_fhir.domain.record import Record, Ref, Text


class Payer(Record):
    """One payer.

    Attributes:
        key: the name rules use for it.
        kind: lme-mco, standard-plan, specialty-plan, state-program or tribal-option; rules may use it.
        fund: the money it pays with, None where a coverage does not tell.
        names: words, in lower case, by which a coverage's payer name is known as this payer.
        refs: where the agency's own server holds it.
        counties: those whose people it serves, where it is one plan of several that share the state.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: Text
    kind: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    fund: Fund | None = None
    names: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    counties: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class PayersOfDay:
    """Who pays on one day; a book gives the same object for the same payers.

    Attributes:
        payers: those whom the coverages name and the book knows, in the order of their keys.
        is_certain: whether every coverage of that day names a known payer, and there is one at all.
    """

    payers: tuple[Payer, ...]
    is_certain: bool

    @cached_property
    def words(self) -> frozenset[str]:
        """Keys and kinds, as the ``payers`` of a rule name them."""
        return frozenset(word for payer in self.payers for word in (payer.key, payer.kind))

    @cached_property
    def funds(self) -> frozenset[Fund]:
        """Funds that may be paying: those named, or both where no payer tells."""
        told = [payer.fund for payer in self.payers]
        if not told or None in told:
            return frozenset(Fund)
        return frozenset(fund for fund in told if fund is not None)


ANY_PAYER = PayersOfDay((), is_certain=False)
"""Payers of a subject that no coverage stands behind: only rules for everybody bind."""


class PayerBook:
    """The payers that are known, found by reference first and by name second."""

    def __init__(self, payers: Iterable[Payer]) -> None:
        self.payers = tuple(sorted(payers, key=lambda payer: payer.key))
        self._known: dict[tuple[str | None, str | None], Payer | None] = {}
        self._together: dict[tuple[str | None, ...], PayersOfDay] = {}
        self._by_county = {county.lower(): payer for payer in self.payers for county in payer.counties}
        self._by_ref = {ref: payer for payer in self.payers for ref in payer.refs}
        names = [(name, payer) for payer in self.payers for name in payer.names]
        # Longer names first: "healthy blue care together" is not "healthy blue".
        names.sort(key=lambda entry: (-len(entry[0]), entry[0]))
        self._by_name = [(re.compile(rf"\b{re.escape(name)}\b"), payer) for name, payer in names]

    def payer_of(self, coverage: Coverage) -> Payer | None:
        """The payer a coverage names, None where the book does not know it."""
        named = (coverage.payer_ref, coverage.payer_name)
        if named not in self._known:
            self._known[named] = self.known_as(*named)
        return self._known[named]

    def known_as(self, ref: Ref | None, name: str | None) -> Payer | None:
        """The payer that a reference or a name means, None where the book knows neither."""
        return (self._by_ref.get(ref) if ref else None) or self._by_words(name or "")

    def by_key(self, key: str | None) -> Payer | None:
        """The payer with a key, None where the book has none."""
        return next((payer for payer in self.payers if payer.key == key), None)

    def serving(self, county: str) -> Payer | None:
        """The plan that serves a county, written with or without the word; None where no entry names it."""
        return self._by_county.get(county.strip().lower().removesuffix("county").strip())

    def named(self, words: str) -> Payer | None:
        """The payer that a key or a name means, None where the book knows neither."""
        return self.by_key(words.lower()) or self._by_words(words)

    def _by_words(self, words: str) -> Payer | None:
        return next((payer for pattern, payer in self._by_name if pattern.search(words.lower())), None)

    def paying(self, coverages: Iterable[Coverage]) -> PayersOfDay:
        """Who pays, by the coverages that count on a day."""
        found = [self.payer_of(coverage) for coverage in coverages]
        keys = tuple(payer.key if payer is not None else None for payer in found)
        if keys not in self._together:
            known = {payer.key: payer for payer in found if payer is not None}
            self._together[keys] = PayersOfDay(
                tuple(known[key] for key in sorted(known)), is_certain=bool(found) and None not in found
            )
        return self._together[keys]
