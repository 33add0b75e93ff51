"""Faults that are ordered: which one, for which requests, how many times."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field

from pss_fhir.errors import UsageError
from pss_fhir.sandbox.faults.kinds import KINDS

MOST_SECONDS = 60.0


@dataclass(slots=True)
class FaultOrder:
    """One order.

    Attributes:
        name: the fault.
        times: for how many more matching requests; each one takes one off.
        method: an HTTP method, None for what the fault is made for.
        path: a regular expression that the path must contain, None for what the fault is made for.
        seconds: how long ``slow`` and a stall last, and what Retry-After says.
        stalls: whether a lost answer keeps the connection open for ``seconds`` before it ends.
    """

    name: str
    times: int = 1
    method: str | None = None
    path: str | None = None
    seconds: float = 1.0
    stalls: bool = False

    def __post_init__(self) -> None:
        if self.name not in KINDS:
            raise UsageError(
                f"there is no fault {self.name!r}; there are {', '.join(sorted(KINDS))}",
                code="sandbox.unknown-fault",
            )
        is_number = isinstance(self.seconds, int | float)
        if (
            not isinstance(self.times, int)
            or self.times < 1
            or not is_number
            or not 0 <= self.seconds <= MOST_SECONDS
        ):
            raise UsageError(
                f"an order needs times of 1 or more, and seconds of 0 to {MOST_SECONDS:g}",
                code="sandbox.bad-order",
            )
        try:
            re.compile(self.path or "")
        except (re.error, TypeError) as broken:
            raise UsageError(
                "the path of an order is a regular expression", code="sandbox.bad-order"
            ) from broken

    def fits(self, method: str, path: str) -> bool:
        """Whether a request is one of those it is for."""
        kind = KINDS[self.name]
        methods = (self.method,) if self.method else kind.methods
        return method in methods and re.search(self.path or kind.path, path) is not None


@dataclass(slots=True)
class FaultBook:
    """All orders that are open; safe to use from several threads."""

    _orders: list[FaultOrder] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, order: FaultOrder) -> None:
        """Take an order."""
        with self._lock:
            self._orders.append(order)

    def take(self, method: str, path: str) -> FaultOrder | None:
        """The oldest order that a request fits, with one time taken off; None if it fits none."""
        with self._lock:
            for order in self._orders:
                if order.fits(method, path):
                    order.times -= 1
                    if order.times <= 0:
                        self._orders.remove(order)
                    return order
        return None

    def open_orders(self) -> list[FaultOrder]:
        """What is still to come."""
        with self._lock:
            return list(self._orders)

    def clear(self) -> None:
        """Forget all orders."""
        with self._lock:
            self._orders.clear()
