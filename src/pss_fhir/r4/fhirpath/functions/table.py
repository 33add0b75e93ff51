"""Every function by name: what its arguments are, how many it needs, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from pss_fhir.r4.fhirpath.functions import conversion, existence, fhir, flow, numbers, selection, strings
from pss_fhir.r4.fhirpath.items import Items


class Argument(Enum):
    """How an argument is handed over."""

    VALUE = auto()  # a collection, evaluated once where the call stands
    EACH = auto()  # a Criterion, evaluated for each item
    TYPE = auto()  # a TypeName


@dataclass(frozen=True, slots=True)
class Function:
    """One row of the table.

    Attributes:
        work: ``work(items, frame, *arguments)``.
        arguments: how each one is handed over; the last one's way goes for all further ones.
        least: how many must be given.
        most: how many may be given.
        asks_outside: whether it may ask the environment and so may be *not checked*.
        keeps_empty: whether it makes an empty collection of an empty one.
    """

    work: Callable[..., Items]
    arguments: tuple[Argument, ...] = ()
    least: int = 0
    most: int = 0
    asks_outside: bool = False
    keeps_empty: bool = True


def _row(
    work: Callable[..., Items],
    *arguments: Argument,
    optional: int = 0,
    asks_outside: bool = False,
    keeps_empty: bool = True,
) -> Function:
    return Function(work, arguments, len(arguments) - optional, len(arguments), asks_outside, keeps_empty)


_VALUE, _EACH, _TYPE = Argument.VALUE, Argument.EACH, Argument.TYPE

FUNCTIONS: Mapping[str, Function] = {
    # Existence
    "empty": _row(existence.empty, keeps_empty=False),
    "exists": _row(existence.exists, _EACH, optional=1, keeps_empty=False),
    "all": _row(existence.all_meet, _EACH, keeps_empty=False),
    "allTrue": _row(existence.all_true, keeps_empty=False),
    "anyTrue": _row(existence.any_true, keeps_empty=False),
    "allFalse": _row(existence.all_false, keeps_empty=False),
    "anyFalse": _row(existence.any_false, keeps_empty=False),
    "subsetOf": _row(existence.subset_of, _VALUE, keeps_empty=False),
    "supersetOf": _row(existence.superset_of, _VALUE, keeps_empty=False),
    "count": _row(existence.count, keeps_empty=False),
    "distinct": _row(existence.distinct_items),
    "isDistinct": _row(existence.is_distinct, keeps_empty=False),
    "not": _row(existence.negate),
    # Filtering and projection
    "where": _row(selection.where, _EACH),
    "select": _row(selection.select, _EACH),
    "repeat": _row(selection.repeat, _EACH),
    "ofType": _row(selection.of_type, _TYPE),
    "as": _row(selection.of_type, _TYPE),
    "is": _row(selection.is_type, _TYPE),
    # Subsetting
    "single": _row(selection.only),
    "first": _row(selection.first),
    "last": _row(selection.last),
    "tail": _row(selection.tail),
    "skip": _row(selection.skip, _VALUE),
    "take": _row(selection.take, _VALUE),
    "intersect": _row(selection.intersect, _VALUE),
    "exclude": _row(selection.exclude, _VALUE),
    # Combining
    "union": _row(selection.union, _VALUE, keeps_empty=False),
    "combine": _row(selection.combine, _VALUE, keeps_empty=False),
    # Conversion
    "iif": _row(flow.iif, _EACH, _EACH, _EACH, optional=1, keeps_empty=False),
    "toBoolean": _row(conversion.to_boolean),
    "convertsToBoolean": _row(conversion.converts_to_boolean),
    "toInteger": _row(conversion.to_integer),
    "convertsToInteger": _row(conversion.converts_to_integer),
    "toDecimal": _row(conversion.to_decimal),
    "convertsToDecimal": _row(conversion.converts_to_decimal),
    "toDate": _row(conversion.to_date),
    "convertsToDate": _row(conversion.converts_to_date),
    "toDateTime": _row(conversion.to_date_time),
    "convertsToDateTime": _row(conversion.converts_to_date_time),
    "toTime": _row(conversion.to_time),
    "convertsToTime": _row(conversion.converts_to_time),
    "toQuantity": _row(conversion.to_quantity, _VALUE, optional=1),
    "convertsToQuantity": _row(conversion.converts_to_quantity, _VALUE, optional=1),
    "toString": _row(conversion.to_string),
    "convertsToString": _row(conversion.converts_to_string),
    # Strings
    "indexOf": _row(strings.index_of, _VALUE),
    "substring": _row(strings.substring, _VALUE, _VALUE, optional=1),
    "startsWith": _row(strings.starts_with, _VALUE),
    "endsWith": _row(strings.ends_with, _VALUE),
    "contains": _row(strings.contains, _VALUE),
    "upper": _row(strings.upper),
    "lower": _row(strings.lower),
    "replace": _row(strings.replace, _VALUE, _VALUE),
    "matches": _row(strings.matches, _VALUE),
    "replaceMatches": _row(strings.replace_matches, _VALUE, _VALUE),
    "length": _row(strings.length),
    "toChars": _row(strings.to_chars),
    # Numbers
    "abs": _row(numbers.absolute),
    "ceiling": _row(numbers.ceiling),
    "exp": _row(numbers.exp),
    "floor": _row(numbers.floor),
    "ln": _row(numbers.ln),
    "log": _row(numbers.log, _VALUE),
    "power": _row(numbers.power, _VALUE),
    "round": _row(numbers.round_half_up, _VALUE, optional=1),
    "sqrt": _row(numbers.sqrt),
    "truncate": _row(numbers.truncate),
    # Tree, utilities, aggregates
    "children": _row(flow.children),
    "descendants": _row(flow.descendants),
    "trace": _row(flow.trace, _VALUE, _EACH, optional=1),
    "now": _row(flow.now, asks_outside=True, keeps_empty=False),
    "today": _row(flow.today, asks_outside=True, keeps_empty=False),
    "timeOfDay": _row(flow.time_of_day, asks_outside=True, keeps_empty=False),
    "aggregate": _row(flow.aggregate, _EACH, _VALUE, optional=1, keeps_empty=False),
    # FHIR R4
    "extension": _row(fhir.extension, _VALUE),
    "hasValue": _row(existence.has_value, keeps_empty=False),
    "getValue": _row(fhir.get_value),
    "resolve": _row(fhir.resolve, asks_outside=True),
    "memberOf": _row(fhir.member_of, _VALUE, asks_outside=True),
    "conformsTo": _row(fhir.conforms_to, _VALUE, asks_outside=True),
    "htmlChecks": _row(fhir.html_checks, asks_outside=True),
    "subsumes": _row(fhir.subsumes, _VALUE, asks_outside=True),
    "subsumedBy": _row(fhir.subsumed_by, _VALUE, asks_outside=True),
    "checkModifiers": Function(fhir.check_modifiers, (_VALUE,), least=0, most=99),
}
