"""FHIR R4 4.0.1, "FHIRPath", "Additional functions"."""

from __future__ import annotations

from typing import Any

from pss_fhir.r4.fhirpath.environment import TypeOnly
from pss_fhir.r4.fhirpath.errors import failed
from pss_fhir.r4.fhirpath.frame import Frame
from pss_fhir.r4.fhirpath.functions.existence import has_value
from pss_fhir.r4.fhirpath.items import (
    Item,
    Items,
    member,
    resource_item,
    single,
    single_value,
    to_system,
    truth,
)

_REFERENCE_TYPES = frozenset({"uri", "url", "canonical", "string", "System.String"})


def extension(items: Items, _frame: Frame, url: Items) -> Items:
    """``extension(url)``."""
    wanted = single_value(url, "extension()", str)
    found = member(items, "extension")
    return [item for item in found if isinstance(item[0], dict) and item[0].get("url") == wanted]


def get_value(items: Items, frame: Frame) -> Items:
    """``getValue()``: the System value of one primitive, empty without."""
    return [to_system(items[0])] if has_value(items, frame)[0][0] else []


def resolve(items: Items, frame: Frame) -> Items:
    """``resolve()``: the resources behind References, uris and canonicals.

    ``#id`` and ``#`` are answered from the containing resource; all else by the environment.
    """
    found: Items = []
    for value, type_name, _ in items:
        text = value.get("reference") if type_name == "Reference" and isinstance(value, dict) else value
        if type_name != "Reference" and type_name not in _REFERENCE_TYPES:
            continue
        if not isinstance(text, str):
            continue
        target = _within(text, frame) if text.startswith("#") else frame.run.environment.resolve(text)
        if target is not None:
            found.append(resource_item(target))
    return found


def _within(reference: str, frame: Frame) -> dict[str, Any] | TypeOnly | None:
    root: dict[str, Any] = frame.run.root[0]
    if reference == "#":
        return root
    contained = root.get("contained")
    for resource in contained if isinstance(contained, list) else ():
        if isinstance(resource, dict) and resource.get("id") == reference[1:]:
            return resource
    return None


def member_of(items: Items, frame: Frame, value_set: Items) -> Items:
    """``memberOf(valueset)`` of one code, Coding, CodeableConcept, string or uri."""
    item, url = single(items, "memberOf()"), single_value(value_set, "memberOf()", str)
    if item is None or url is None:
        return []
    return truth(frame.run.environment.member_of(item[0], item[1], url))


def conforms_to(items: Items, frame: Frame, profile: Items) -> Items:
    """``conformsTo(structure)`` of one element or resource."""
    item, url = single(items, "conformsTo()"), single_value(profile, "conformsTo()", str)
    if item is None or url is None:
        return []
    return truth(frame.run.environment.conforms_to(item[0], item[1], url))


def html_checks(items: Items, frame: Frame) -> Items:
    """``htmlChecks()`` of one narrative."""
    div = single_value(items, "htmlChecks()", str)
    return [] if div is None else truth(frame.run.environment.html_checks(div))


def subsumes(items: Items, frame: Frame, other: Items) -> Items:
    """``subsumes(code)``."""
    return _subsumption(single(items, "subsumes()"), single(other, "subsumes()"), frame)


def subsumed_by(items: Items, frame: Frame, other: Items) -> Items:
    """``subsumedBy(code)``."""
    return _subsumption(single(other, "subsumedBy()"), single(items, "subsumedBy()"), frame)


def _subsumption(general: Item | None, special: Item | None, frame: Frame) -> Items:
    if general is None or special is None:
        return []
    return truth(frame.run.environment.subsumes(general[0], special[0], general[1]))


def check_modifiers(items: Items, _frame: Frame, *understood: Items) -> Items:
    """``checkModifiers(extension, ...)``: the input, once every modifier extension on it is understood.

    Raises:
        EvaluationFailed: an item carries another one.
    """
    known = {single_value(url, "checkModifiers()", str) for url in understood}
    for item in member(items, "modifierExtension"):
        if item[0].get("url") not in known:
            raise failed("a modifier extension that the expression does not understand")
    return items
