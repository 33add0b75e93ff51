"""Discriminators of a slicing -> tests that tell which slice an item belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pss_fhir.validation.schema import Element, Test

_STEP = re.compile(r"extension\('([^']+)'\)|ofType\((\w+)\)|(resolve\(\))|(\$this)|(\w+)(?:\[x\])?")


def slice_tests(
    discriminators: Sequence[Mapping[str, str]], item: Element, sliced: Element
) -> tuple[Test, ...] | None:
    """The tests for one slice; None when its definition does not say what would tell it."""
    if not discriminators:
        return _undiscriminated(item, sliced)
    found: list[Test] = []
    for each in discriminators:
        steps = _steps(each["path"])
        tests = _KINDS[each["type"]](steps, item)
        if not tests:
            return None
        found.extend(tests)
    return tuple(found)


def _undiscriminated(item: Element, sliced: Element) -> tuple[Test, ...] | None:
    """Choices and extensions say which slice is meant even where the slicing forgot to."""
    if sliced.is_choice:
        return (Test((), "type", tuple(each.code for each in item.types)),)
    if sliced.name in ("extension", "modifierExtension"):
        return tuple(_value(("url",), item)) or None
    return None


def _steps(path: str) -> tuple[str, ...]:
    steps: list[str] = []
    for match in _STEP.finditer(path):
        url, of_type, resolve, this, name = match.groups()
        if url:
            steps.append(f"extension({url})")
        elif of_type:
            steps[-1] += of_type[0].upper() + of_type[1:]
        elif resolve:
            steps.append("resolve()")
        elif not this:
            steps.append(name)
    return tuple(steps)


def _value(steps: tuple[str, ...], item: Element) -> list[Test]:
    """Fixed and pattern values, or a required binding, on the way to, at, or below the element."""
    if steps == ("url",) and item.types and item.types[0].profiles:
        return [Test(steps, "fixed", item.types[0].profiles[0].partition("|")[0])]
    for taken in range(len(steps) + 1):
        here = _descend(item, steps[:taken])
        if here is None:
            return []
        if here.fixed is not None:
            return [Test(steps[:taken], here.fixed.kind, here.fixed.value)]
    target = _descend(item, steps)
    if target is None:
        return []
    below = [
        Test((*steps, *way), each.fixed.kind, each.fixed.value)
        for way, each in _below(target)
        if each.fixed is not None
    ]
    if below:
        return below
    if target.binding is not None and target.binding.strength == "required":
        return [Test(steps, "codes", target.binding.value_set)]
    return []


def _exists(steps: tuple[str, ...], item: Element) -> list[Test]:
    target = _descend(item, steps)
    if target is None:
        return []
    return [Test(steps, "absent" if target.max == 0 else "exists")]


def _type(steps: tuple[str, ...], item: Element) -> list[Test]:
    if steps and steps[-1] == "resolve()":
        target = _descend(item, steps[:-1])
        names = tuple(_type_of(each) for ref in (target.types if target else ()) for each in ref.targets)
        return [Test(steps, "type", names)] if names else []
    target = _descend(item, steps)
    return [Test(steps, "type", tuple(each.code for each in target.types))] if target and target.types else []


def _profile(steps: tuple[str, ...], item: Element) -> list[Test]:
    is_reference = bool(steps) and steps[-1] == "resolve()"
    target = _descend(item, steps[:-1] if is_reference else steps)
    if target is None:
        return []
    canonicals = tuple(url for ref in target.types for url in (ref.targets if is_reference else ref.profiles))
    return [Test(steps, "profile", canonicals)] if canonicals else []


_KINDS = {"value": _value, "pattern": _value, "exists": _exists, "type": _type, "profile": _profile}


def _type_of(canonical: str) -> str:
    """The type name in a base definition's URL; a profile's own name otherwise, which matches no type."""
    return canonical.partition("|")[0].rpartition("/")[2]


def _descend(item: Element, steps: Sequence[str]) -> Element | None:
    here: Element | None = item
    for step in steps:
        if here is None or step == "resolve()":
            return None
        if step.startswith("extension("):
            url = step[len("extension(") : -1]
            extensions = here.child("extension")
            here = next(
                (each for each in (extensions.slices if extensions else ()) if _is_url(each, url)), None
            )
        else:
            here = _child(here, step)
    return here


def _child(element: Element, step: str) -> Element | None:
    """The child, of the element itself or else of the first slice that must be there."""
    for here in (element, *(each for each in element.slices if each.min > 0)):
        found = here.child(step) or next((each for each in here.children if _is_choice(each, step)), None)
        if found is not None:
            return found
    return None


def _is_url(item: Element, url: str) -> bool:
    return any(each.value == url for each in _value(("url",), item))


def _is_choice(element: Element, step: str) -> bool:
    return element.is_choice and step.startswith(element.name) and step[len(element.name) :][:1].isupper()


def _below(element: Element) -> Iterator[tuple[tuple[str, ...], Element]]:
    for child in element.children:
        yield (child.name,), child
        for way, each in _below(child):
            yield (child.name, *way), each
