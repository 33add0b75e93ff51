"""References inside a resource that is being written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def map_references(node: Any, change: Callable[[str], str]) -> Any:
    """A copy of a resource with every ``reference`` put through ``change``; contained ones (``#``) stay."""
    if isinstance(node, list):
        return [map_references(each, change) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        name: change(value)
        if name == "reference" and isinstance(value, str) and not value.startswith("#")
        else map_references(value, change)
        for name, value in node.items()
    }


def make_relative(resource: dict[str, Any], base: str) -> dict[str, Any]:
    """The resource with references to this server written as ``Type/id``."""
    prefix = f"{base}/"
    relative: dict[str, Any] = map_references(resource, lambda text: text.removeprefix(prefix))
    return relative


def replace_strings(node: Any, replacements: Mapping[str, str]) -> Any:
    """A copy with every string that equals a key replaced, wherever it stands (http.html 3.1.0.11.2)."""
    if isinstance(node, list):
        return [replace_strings(each, replacements) for each in node]
    if isinstance(node, dict):
        return {name: replace_strings(value, replacements) for name, value in node.items()}
    return replacements.get(node, node) if isinstance(node, str) else node
