"""Whether a resource meets a criterion."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.dates import Span, compare, read_span
from pss_fhir.sandbox.search.query import Criterion, split_values
from pss_fhir.sandbox.search.values import ANY_SYSTEM, Amount, Link, Token, Value, Words, fold, values_of

_PREFIXED = re.compile(r"(?P<prefix>eq|ne|gt|lt|ge|le|sa|eb|ap)?(?P<rest>.+)")


def matches(resource: dict[str, Any], criteria: Sequence[Criterion]) -> bool:
    """Whether a resource meets every criterion.

    Raises:
        Refused: 400; an asked value has not the form of its kind.
    """
    return all(_meets(resource, criterion) for criterion in criteria)


def _meets(resource: dict[str, Any], criterion: Criterion) -> bool:
    found = list(values_of(resource, criterion.definition))
    if criterion.modifier == "missing":
        return (not found) == (criterion.values[0] == "true")
    test = _TESTS[criterion.definition.kind]
    if criterion.modifier == "not":
        return not any(_token(value, None, asked) for value in found for asked in criterion.values)
    return any(test(value, criterion.modifier, asked) for value in found for asked in criterion.values)


def _token(value: Value, modifier: str | None, asked: str) -> bool:
    assert isinstance(value, Token)  # noqa: S101 - what the reader of its kind yields
    if modifier == "text":
        return fold(asked) in fold(value.text)
    system, bar, code = _split_token(asked)
    if not bar:
        return value.code == asked
    if code and value.code != code:
        return False
    return value.system == ANY_SYSTEM or (value.system or "") == system


def _split_token(asked: str) -> tuple[str, bool, str]:
    parts = split_values(asked, "|")
    return (parts[0], True, "|".join(parts[1:])) if len(parts) > 1 else ("", False, asked)


def _string(value: Value, modifier: str | None, asked: str) -> bool:
    assert isinstance(value, Words)  # noqa: S101 - what the reader of its kind yields
    if modifier == "exact":
        return value.text == asked
    if modifier == "contains":
        return fold(asked) in value.folded
    return value.folded.startswith(fold(asked))


def _uri(value: Value, modifier: str | None, asked: str) -> bool:
    assert isinstance(value, Words)  # noqa: S101 - what the reader of its kind yields
    if modifier == "below":
        return value.text.startswith(asked)
    if modifier == "above":
        return asked.startswith(value.text)
    return value.text == asked


def _reference(value: Value, modifier: str | None, asked: str) -> bool:
    assert isinstance(value, Link)  # noqa: S101 - what the reader of its kind yields
    if modifier == "identifier":
        return value.identifier is not None and _token(value.identifier, None, asked)
    wanted = f"{modifier}/{asked}" if modifier and "/" not in asked else asked
    if "/" in wanted or ":" in wanted:
        return value.url.split("/_history/")[0] == wanted or value.url == wanted
    return value.url.split("/_history/")[0].rpartition("/")[2] == wanted


def _date(value: Value, modifier: str | None, asked: str) -> bool:  # noqa: ARG001 - one form for all kinds
    assert isinstance(value, Span)  # noqa: S101 - what the reader of its kind yields
    prefix, rest = split_prefix(asked)
    try:
        return compare(prefix, value, read_span(rest))
    except ValueError as unreadable:
        raise Refused(
            400, "value", "A date parameter needs a FHIR date, with one of R4's prefixes."
        ) from unreadable


def _quantity(value: Value, modifier: str | None, asked: str) -> bool:  # noqa: ARG001 - one form for all kinds
    assert isinstance(value, Amount)  # noqa: S101 - what the reader of its kind yields
    text, *unit = split_values(asked, "|")
    prefix, rest = split_prefix(text)
    try:
        wanted = Decimal(rest)
    except InvalidOperation as unreadable:
        raise Refused(400, "value", "A number or quantity parameter needs a number.") from unreadable
    fits = _fits(prefix, value.number, wanted)
    if not fits or not unit:
        return fits
    system, code = (unit[0], unit[1]) if len(unit) > 1 else ("", unit[0])
    return (not system or value.system == system) and code in (value.code, value.unit)


def _fits(prefix: str, number: Decimal, wanted: Decimal) -> bool:
    """By the precision of the asked number: ``100`` means 99.5 to 100.5 (search.html 3.1.1.4.3)."""
    half = Decimal(5).scaleb(int(wanted.as_tuple().exponent) - 1)
    is_about = wanted - half <= number < wanted + half
    return {
        "eq": is_about,
        "ap": abs(number - wanted) <= abs(wanted) / 10,
        "ne": not is_about,
        "gt": number > wanted,
        "lt": number < wanted,
        "ge": number >= wanted,
        "le": number <= wanted,
        "sa": number >= wanted + half,
        "eb": number < wanted - half,
    }[prefix]


def split_prefix(asked: str) -> tuple[str, str]:
    """The prefix of an ordered value (``eq`` where it has none) and the rest."""
    found = _PREFIXED.fullmatch(asked)
    return ((found["prefix"] or "eq"), found["rest"]) if found else ("eq", asked)


_TESTS: dict[str, Callable[[Value, str | None, str], bool]] = {
    "token": _token,
    "string": _string,
    "reference": _reference,
    "date": _date,
    "uri": _uri,
    "quantity": _quantity,
    "number": _quantity,
}
