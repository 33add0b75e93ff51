"""Items, the members of FHIRPath collections, and the steps from one item to the next.

An item is ``(value, type name, extra)``: the JSON value or System value; ``Patient.contact``, ``code``,
``System.Integer`` and the like; and for a FHIR primitive its ``_name`` sibling, which holds id and
extensions. A plain tuple, since evaluation makes millions of them.
"""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from pss_fhir.r4.fhirpath.environment import TypeOnly
from pss_fhir.r4.fhirpath.errors import failed, not_checked
from pss_fhir.r4.fhirpath.model import RESOURCE, SYSTEM_TYPES, Model, r4_model
from pss_fhir.r4.fhirpath.quantities import UCUM, Quantity, make_quantity
from pss_fhir.r4.fhirpath.temporal import Temporal, read_temporal

Item = tuple[Any, str, dict[str, Any] | None]
Items = list[Item]
MODEL: Model = r4_model()
PRIMITIVES = MODEL.primitives
TRUE: Items = [(True, "System.Boolean", None)]
FALSE: Items = [(False, "System.Boolean", None)]


def truth(answer: bool | None) -> Items:
    """A three-valued answer as a collection."""
    return [] if answer is None else TRUE if answer else FALSE


def system_item(value: bool | int | str | Decimal | Temporal | Quantity) -> Item:
    """A System value as an item."""
    if isinstance(value, Temporal):
        return value, f"System.{value.kind}", None
    names = {bool: "Boolean", int: "Integer", str: "String", Decimal: "Decimal", Quantity: "Quantity"}
    return value, f"System.{names[type(value)]}", None


def resource_item(resource: dict[str, Any] | TypeOnly) -> Item:
    """A resource as an item of its own type."""
    if isinstance(resource, TypeOnly):
        return resource, resource.type_name, None
    return resource, str(resource.get("resourceType", RESOURCE)), None


def typed(value: Any, type_name: str, extra: Any = None) -> Item:
    """A JSON value as an item: a resource takes its own type, a sibling that is no object is dropped."""
    if value.__class__ is str:
        return value, type_name, extra if isinstance(extra, dict) else None
    if isinstance(value, dict) and MODEL.is_a(type_name, RESOURCE):
        type_name = str(value.get("resourceType", type_name))
    return value, type_name, extra if isinstance(extra, dict) else None


def _of_key(holder: dict[str, Any], key: str, type_name: str) -> Items:
    """The items under one JSON key, each paired with its ``_key`` sibling."""
    value = holder.get(key)
    extra = holder.get("_" + key) if type_name in PRIMITIVES else None
    if extra is None:
        if isinstance(value, list):
            return [typed(one, type_name) for one in value if one is not None]
        return [] if value is None else [typed(value, type_name)]
    if not isinstance(value, list) and not isinstance(extra, list):
        return [typed(value, type_name, extra)]
    values = value if isinstance(value, list) else []
    extras = extra if isinstance(extra, list) else []
    return [
        typed(one, type_name, other)
        for one, other in zip_longest(values, extras)
        if one is not None or other is not None
    ]


def holder_of(item: Item) -> tuple[dict[str, Any], str] | None:
    """The JSON object that holds an item's children and the type to read it by; None without one.

    Raises:
        NotChecked: the item is a resource of which only the type is known.
    """
    value, type_name, extra = item
    if isinstance(value, dict):
        return value, type_name
    if isinstance(value, TypeOnly):
        raise not_checked("the content of a referenced resource")
    return (extra, "Element") if extra is not None else None


def member(items: Items, name: str) -> Items:
    """The children of that name of every item, in order."""
    found: Items = []
    for item in items:
        if item[0].__class__ is str and item[2] is None:
            continue
        place = holder_of(item)
        if place is None:
            continue
        holder, type_name = place
        element = MODEL.elements(type_name).get(name)
        if element is not None:
            keys = element.keys
            for key in (
                keys if len(keys) == 1 else [key for key in keys if key in holder or "_" + key in holder]
            ):
                found.extend(_of_key(holder, key, keys[key]))
    return found


def children(items: Items, types: Container[str] | None = None) -> Items:
    """Every child element of every item, primitives, ids and extensions included; only those of ``types``."""
    found: Items = []
    for item in items:
        if item[0].__class__ is str and item[2] is None:
            continue  # most items are texts, and lead nowhere
        place = holder_of(item)
        if place is None:
            continue
        holder, type_name = place
        known = MODEL.by_key(type_name)
        for key in holder:
            plain = key[1:] if key[0:1] == "_" else key
            if plain not in known or (plain != key and plain in holder):
                continue
            kind = known[plain][1]
            if types is None or kind in types:
                found.extend(_of_key(holder, plain, kind))
    return found


def descendants(items: Items) -> Items:
    """Every element at any depth below the items, breadth first."""
    found: Items = []
    level = children(items)
    while level:
        found.extend(level)
        level = children(level)
    return found


def members_below(items: Items, name: str) -> Items:
    """The children of that name of all descendants, breadth first, without a look at types that have none."""
    types = MODEL.above(name)
    found: Items = []
    level = children(items, types)
    while level:
        found.extend(member(level, name))
        level = children(level, types)
    return found


def to_system(item: Item) -> Item:
    """A FHIR primitive or Quantity as the System value it converts to; any other item unchanged.

    Raises:
        EvaluationFailed: the JSON value is not what its type promises.
    """
    value, type_name, _ = item
    target = SYSTEM_TYPES.get(type_name)
    if target is None or value is None:
        return item
    if target == "System.Quantity":
        return _system_quantity(item)
    if target == "System.Decimal":
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return Decimal(repr(value)) if isinstance(value, float) else Decimal(value), target, None
    elif target == "System.Integer":
        if isinstance(value, int) and not isinstance(value, bool):
            return value, target, None
    elif target == "System.Boolean":
        if isinstance(value, bool):
            return value, target, None
    elif isinstance(value, str):
        kind = target.removeprefix("System.")
        return value if kind == "String" else read_temporal(value, kind), target, None
    raise failed(f"a {type_name} whose JSON value has another type")


def _system_quantity(item: Item) -> Item:
    """FHIR R4, "FHIRPath", "Quantity": by its code when UCUM, by its unit text otherwise.

    Without a value, or with a comparator, there is no System value: the item stays what it is.
    """
    quantity = item[0]
    if not isinstance(quantity, dict) or quantity.get("value") is None or "comparator" in quantity:
        return item
    number = to_system((quantity["value"], "decimal", None))[0]
    code, unit = quantity.get("code"), quantity.get("unit")
    if quantity.get("system") == UCUM or not quantity.get("system"):
        return make_quantity(number, code or unit), "System.Quantity", None
    return Quantity(number, f"{quantity['system']}|{code or unit}"), "System.Quantity", None


def single(items: Items, what: str) -> Item | None:
    """The one item, or None for an empty collection.

    Raises:
        EvaluationFailed: there are several.
    """
    if not items:
        return None
    if len(items) > 1:
        raise failed(f"several items where {what} needs one")
    return items[0]


def single_value(items: Items, what: str, *types: type) -> Any:
    """The one item's System value, which must be of one of the Python types; None when empty.

    Raises:
        EvaluationFailed: several items, or one of another type.
    """
    item = single(items, what)
    if item is None:
        return None
    value = to_system(item)[0]
    if value is None:
        return None
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise failed(f"a {item[1]} where {what} needs {' or '.join(each.__name__ for each in types)}")
    return value


def boolean(items: Items, what: str) -> bool | None:
    """The three-valued boolean of a collection, by the singleton rules.

    Empty is None; one boolean is itself; any other one item is true.

    Raises:
        EvaluationFailed: there are several.
    """
    item = single(items, what)
    if item is None:
        return None
    if item[1] in ("System.Boolean", "boolean"):
        value = item[0]
        if value is None or isinstance(value, bool):
            return value
    return True
