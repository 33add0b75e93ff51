"""Resources a second, measured in turns on the same lines.

Processor time, not the clock's, so that other work on the machine costs nobody a place; the least of several
short rounds, taken in turns, so that a busy machine harms all alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import orjson

Check = Callable[[bytes], object]
PART = 400
"""Lines per round: enough that what the others left in the processor's caches does not count."""
ORJSON = f"orjson.loads {orjson.__version__}"


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast lines were checked, in processor time."""

    resources: int
    size: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Resources a second."""
        return self.resources / self.seconds


def compare(title: str, lines: Sequence[bytes], checks: Mapping[str, Check], rounds: int) -> dict[str, Rate]:
    """The rate of each check and of orjson.loads alone; also printed."""
    checks = {ORJSON: orjson.loads, **checks}
    seconds = dict.fromkeys(checks, 0.0)
    for start in range(0, len(lines), PART):
        part = lines[start : start + PART]
        for name, least in _least(part, checks, rounds).items():
            seconds[name] += least
    size = sum(map(len, lines))
    rates = {name: Rate(len(lines), size, each) for name, each in seconds.items()}
    print(f"\n{title}: {len(lines):,} resources, {size / 1e6:.1f} MB")
    for name, rate in rates.items():
        print(line_of(name, rate, rates[ORJSON]))
    return rates


def line_of(name: str, rate: Rate, whole: Rate) -> str:
    """One line of the comparison."""
    share = rate.per_second / whole.per_second
    mega = rate.size / 1e6 / rate.seconds
    return f"  {name:<34}{rate.per_second:>10,.0f}/s{mega:>9.1f} MB/s{share:>9.1%} of orjson.loads"


def _least(part: Sequence[bytes], checks: Mapping[str, Check], rounds: int) -> dict[str, float]:
    least = dict.fromkeys(checks, float("inf"))
    for _ in range(rounds):
        for name, check in checks.items():
            least[name] = min(least[name], _seconds(check, part))
    return least


def _seconds(check: Check, lines: Sequence[bytes]) -> float:
    begun = time.process_time()
    for line in lines:
        try:
            check(line)
        except Exception:  # noqa: BLE001, S112 - peers raise what they like for what they do not take
            continue
    return time.process_time() - begun
