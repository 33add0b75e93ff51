"""The search parameters and the patient compartment, as ``parameters.json`` holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_EVERY_TYPE = "Resource"


@dataclass(frozen=True, slots=True)
class ParameterDefinition:
    """One search parameter of one resource type.

    Attributes:
        kind: ``token``, ``reference``, ``date``, ``string``, ``uri``, ``quantity`` or ``number``.
        paths: where its values stand (see :mod:`pss_fhir.sandbox.search.paths`).
    """

    code: str
    kind: str
    paths: tuple[str, ...]


@cache
def _content() -> dict[str, Any]:
    text = resources.files("pss_fhir.sandbox.search").joinpath("parameters.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@cache
def resource_types() -> frozenset[str]:
    """The names of all R4 resource types that can be stored."""
    return frozenset(_content()["types"])


@cache
def _by_type() -> dict[str, dict[str, ParameterDefinition]]:
    table: dict[str, dict[str, ParameterDefinition]] = {}
    for resource_type, code, kind, paths in _content()["parameters"]:
        table.setdefault(resource_type, {})[code] = ParameterDefinition(code, kind, tuple(paths))
    return table


@cache
def parameters_of(resource_type: str) -> Mapping[str, ParameterDefinition]:
    """Every search parameter that a type can be searched by, those of all resources included."""
    return {**_by_type()[_EVERY_TYPE], **_by_type().get(resource_type, {})}


def compartment_parameters(resource_type: str) -> tuple[str, ...]:
    """The parameters that put a resource into a patient's compartment; none for a type outside it.

    Source: CompartmentDefinition/patient (R4). A Patient is in its own compartment.
    """
    return tuple(_content()["patient_compartment"].get(resource_type, ()))
