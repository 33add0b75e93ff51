"""What a search asks for, read from its parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.table import ParameterDefinition, parameters_of, resource_types

DEFAULT_COUNT = 50
MOST_COUNT = 500
_MODIFIERS = {
    "token": {"not", "text"},
    "string": {"exact", "contains"},
    "reference": {"identifier"},
    "uri": {"below", "above"},
    "date": set[str](),
    "quantity": set[str](),
    "number": set[str](),
}
_ABOUT_THE_ANSWER = frozenset({"_format", "_pretty"})
_TOTALS = ("none", "estimate", "accurate")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One parameter of a search: any of ``values`` will do."""

    definition: ParameterDefinition
    modifier: str | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inclusion:
    """One ``_include`` or ``_revinclude``: ``Type:parameter[:target]``, parameter ``*`` for all."""

    source_type: str
    code: str
    target_type: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """A search, read.

    Attributes:
        criteria: all of them must be met.
        sort: (parameter, descending), first is strongest.
        count: matches on a page; 0 asks for the number alone.
        unknown: names that were passed over because this server does not know them.
        used: the parameters that were not, as sent.
    """

    resource_type: str
    criteria: tuple[Criterion, ...] = ()
    sort: tuple[tuple[ParameterDefinition, bool], ...] = ()
    count: int = DEFAULT_COUNT
    includes: tuple[Inclusion, ...] = ()
    revincludes: tuple[Inclusion, ...] = ()
    total: str = "accurate"
    unknown: tuple[str, ...] = ()
    used: tuple[tuple[str, str], ...] = ()


def split_values(text: str, separator: str = ",") -> tuple[str, ...]:
    r"""The parts of a parameter value, with ``\,`` ``\$`` and ``\\`` read as plain marks."""
    parts = re.split(rf"(?<!\\){re.escape(separator)}", text)
    return tuple(re.sub(r"\\([,$\\])", r"\1", part) for part in parts)


def read_query(resource_type: str, pairs: Sequence[tuple[str, str]], *, strict: bool = False) -> Query:
    """The search that name and value pairs ask for.

    Args:
        resource_type: the type searched.
        pairs: parameters as sent, in order, decoded.
        strict: refuse a parameter that is not known instead of passing it over
            (``Prefer: handling=strict``).

    Raises:
        Refused: 400; a modifier or value that is not understood, or an unknown name when strict.
    """
    criteria: list[Criterion] = []
    control: dict[str, list[str]] = {}
    unknown: list[str] = []
    used: list[tuple[str, str]] = []
    table = parameters_of(resource_type)
    for name, value in pairs:
        code, _, modifier = name.partition(":")
        if code in ("_sort", "_count", "_total", "_include", "_revinclude") and not modifier:
            control.setdefault(code, []).append(value)
        elif name in _ABOUT_THE_ANSWER:
            continue
        elif code in table and "." not in modifier:
            if not value:
                continue
            criteria.append(_read_criterion(table[code], modifier or None, value))
        else:
            unknown.append(name)
            continue
        used.append((name, value))
    sort, unsortable = _read_sort(control.get("_sort", []), table)
    unknown += unsortable
    if strict and unknown:
        raise Refused(
            400,
            "not-supported",
            f"Unknown search parameter {unknown[0]!r} for {resource_type}; handling is strict.",
        )
    return Query(
        resource_type=resource_type,
        criteria=tuple(criteria),
        sort=sort,
        count=_read_count(control.get("_count", [])),
        includes=tuple(_read_inclusion(text) for text in control.get("_include", [])),
        revincludes=tuple(_read_inclusion(text) for text in control.get("_revinclude", [])),
        total=_read_total(control.get("_total", [])),
        unknown=tuple(unknown),
        used=tuple(used),
    )


def _read_criterion(definition: ParameterDefinition, modifier: str | None, value: str) -> Criterion:
    values = split_values(value)
    if modifier == "missing":
        if values not in (("true",), ("false",)):
            raise Refused(400, "value", f"{definition.code}:missing takes true or false.")
        return Criterion(definition, modifier, values)
    is_type = definition.kind == "reference" and modifier in resource_types()
    if modifier is not None and modifier not in _MODIFIERS[definition.kind] and not is_type:
        raise Refused(
            400,
            "not-supported",
            f"Modifier {modifier!r} is not supported on {definition.code}, a {definition.kind} parameter.",
        )
    return Criterion(definition, modifier, values)


def _read_sort(
    texts: Sequence[str], table: Mapping[str, ParameterDefinition]
) -> tuple[tuple[tuple[ParameterDefinition, bool], ...], list[str]]:
    keys: list[tuple[ParameterDefinition, bool]] = []
    unknown: list[str] = []
    for text in (part for each in texts for part in each.split(",")):
        definition = table.get(text.removeprefix("-"))
        if definition is None:
            unknown.append("_sort")
        else:
            keys.append((definition, text.startswith("-")))
    return tuple(keys), unknown


def _read_count(texts: Sequence[str]) -> int:
    if not texts:
        return DEFAULT_COUNT
    if not texts[-1].isdecimal():
        raise Refused(400, "value", "_count takes a whole number of 0 or more.")
    return min(int(texts[-1]), MOST_COUNT)


def _read_total(texts: Sequence[str]) -> str:
    if texts and texts[-1] not in _TOTALS:
        raise Refused(400, "value", f"_total takes one of {', '.join(_TOTALS)}.")
    return texts[-1] if texts else "accurate"


def _read_inclusion(text: str) -> Inclusion:
    source_type, _, rest = text.partition(":")
    code, _, target = rest.partition(":")
    known = source_type in resource_types() and (
        code == "*"
        or (code in parameters_of(source_type) and parameters_of(source_type)[code].kind == "reference")
    )
    if not known:
        raise Refused(
            400, "not-supported", "An inclusion takes Type:parameter[:target] with a reference parameter."
        )
    return Inclusion(source_type, code, target or None)
