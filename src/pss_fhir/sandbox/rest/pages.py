"""Search results that have more than one page, kept so that the pages fit together."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from dataclasses import dataclass

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.query import Query

_MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """One search and its matches (``Type/id``) as they were when it was asked."""

    query: Query
    refs: tuple[str, ...]


class Pages:
    """The last searches that did not fit on one page."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, KeptSearch] = OrderedDict()

    def keep(self, query: Query, refs: tuple[str, ...]) -> str:
        """Keep a search; its handle, which says nothing about it and so may stand in a URL."""
        handle = uuid.uuid4().hex
        with self._lock:
            self._kept[handle] = KeptSearch(query, refs)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return handle

    def find(self, handle: str) -> KeptSearch:
        """The search behind a handle.

        Raises:
            Refused: 410; it is no longer kept.
        """
        with self._lock:
            if handle not in self._kept:
                raise Refused(410, "not-found", "This page is no longer kept. Search again.")
            return self._kept[handle]
