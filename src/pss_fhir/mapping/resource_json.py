"""A model of fhir.resources as FHIR JSON, quickly.

``model_dump_json`` serializes every element that a resource could have; a note has few of them. Here only
the elements that were set are, which gives the same JSON in a fraction of the time.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pss_fhir.mapping import models
from pss_fhir.r4.dates import format_instant

if TYPE_CHECKING:
    from fhir_core.fhirabstractmodel import FHIRAbstractModel


def as_json(model: models.Resource) -> dict[str, Any]:
    """The resource as FHIR JSON, elements in the order of the specification."""
    return _of_model(model)


_PLAIN = frozenset({str, bool, int, float})


@cache
def _shape(kind: type[FHIRAbstractModel]) -> tuple[str | None, dict[str, tuple[int, str]]]:
    """The type of a resource (None for a part of one); place and JSON name of each attribute."""
    attributes = kind.get_alias_mapping()
    names: dict[str, tuple[int, str]] = {}
    for json_name in kind.elements_sequence():
        attribute = attributes[json_name]
        names[attribute] = (len(names), json_name)
        if f"{attribute}__ext" in kind.model_fields:
            names[f"{attribute}__ext"] = (len(names), f"_{json_name}")
    return kind.get_resource_type() if kind.has_resource_base() else None, names


def _of_model(model: FHIRAbstractModel) -> dict[str, Any]:
    resource_type, names = _shape(type(model))
    made: dict[str, Any] = {"resourceType": resource_type} if resource_type else {}
    held = model.__dict__
    was_set = sorted(
        (*names[attribute], attribute) for attribute in model.model_fields_set if attribute in names
    )
    for _, json_name, attribute in was_set:
        if (value := held[attribute]) is not None and value != []:
            made[json_name] = _of_value(value)
    return made


def _of_value(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if hasattr(value, "elements_sequence"):
        return _of_model(value)
    if isinstance(value, list):
        return [_of_value(item) for item in value]
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")  # the models hold base64 decoded
    return str(value)
