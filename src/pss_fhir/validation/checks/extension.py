"""Extensions: known or not, allowed at their place or not, and met by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from pss_fhir.issues import Severity
from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.schema import Element, Structure, TypeRef
from pss_fhir.validation.visit import Visit

ANYWHERE = frozenset({"Element", "Any", "*"})
"""Contexts that HL7's own definitions use for "any place"."""


class WalkObject(Protocol):
    """:func:`pss_fhir.validation.walk.walk_object`, handed in so that checks do not import the walker."""

    def __call__(
        self,
        visit: Visit,
        value: Any,
        path: str,
        element: Element,
        structure: Structure,
        *,
        type_name: str,
        spots: Sequence[str],
        target: str = "",
    ) -> None:
        """Check an object against an element with children."""
        ...


def host_spots(spots: Sequence[str], element: Element, code: str | None) -> tuple[str, ...]:
    """How extension definitions may name the place of an element's value."""
    return _spots_of(tuple(spots), element.name, element.is_choice, code or "BackboneElement")


@lru_cache(maxsize=4_096)
def _spots_of(spots: tuple[str, ...], name: str, is_choice: bool, code: str) -> tuple[str, ...]:
    names = (name, f"{name}[x]") if is_choice else (name,)
    return (*(f"{spot}.{each}" for spot in spots for each in names), code)


def may_stand(definition: Structure, spots: Sequence[str]) -> bool:
    """Whether the extension's contexts allow it at a place; FHIRPath contexts are taken as met."""
    for kind, expression in definition.contexts:
        plain = expression.rpartition("#")[2]
        if kind == "fhirpath" or plain in ANYWHERE or plain in spots or expression in spots:
            return True
    return not definition.contexts


def check_extension(
    visit: Visit,
    item: Item,
    ref: TypeRef,
    element: Element,
    structure: Structure,
    spots: Sequence[str],
    walk_object: WalkObject,
) -> None:
    """Check one extension by its definition; report one that is not known or not allowed here."""
    url = item.value.get("url") if isinstance(item.value, dict) else None
    is_modifier = element.name == "modifierExtension"
    definition = None
    if isinstance(url, str):
        named = ref.profiles[0] if ref.profiles else url
        definition = visit.schemas.structure(named, structure.package)
        if definition is not None and definition.type != "Extension":
            definition = None
    if definition is None:
        if isinstance(url, str):
            _report_unknown(visit, item, structure, is_modifier)
        base = visit.schemas.base("Extension")
        if base is not None:
            walk_object(
                visit, item.value, item.path, base.root, base, type_name="Extension", spots=["Extension"]
            )
        check_content(visit, item, structure)
        return
    if not may_stand(definition, spots):
        visit.report(
            "validate.extension-context", item.path, definition.canonical,
            url=definition.url, allowed=", ".join(expression for _, expression in definition.contexts),
        )  # fmt: skip
    if definition.is_modifier is not is_modifier:
        needed = "modifierExtension" if definition.is_modifier else "extension"
        visit.report(
            "validate.extension-place", item.path, definition.canonical, url=definition.url, needed=needed
        )
    walk_object(
        visit, item.value, item.path, definition.root, definition,
        type_name="Extension", target=definition.canonical,
        spots=["Extension", definition.url, *(f"{spot}.{element.name}" for spot in spots)],
    )  # fmt: skip
    check_content(visit, item, definition)


def _report_unknown(visit: Visit, item: Item, structure: Structure, is_modifier: bool) -> None:
    if is_modifier:
        visit.report("validate.extension-modifier-unknown", item.path, structure.canonical)
        return
    severity: Severity = visit.options.unknown_extension
    visit.report("validate.extension-unknown", item.path, structure.canonical, severity=severity)


def check_content(visit: Visit, item: Item, structure: Structure) -> None:
    """ext-1: a value or extensions, not both, not neither."""
    if not isinstance(item.value, dict):
        return
    has_value = any(key.lstrip("_").startswith("value") for key in item.value)
    if has_value is ("extension" in item.value):
        visit.report("validate.extension-content", item.path, structure.canonical)
