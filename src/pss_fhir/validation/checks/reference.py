"""References: their form, the type of their target, and the target itself where it is at hand."""

from __future__ import annotations

from typing import Any

from pss_fhir.validation.checks.shape import Item
from pss_fhir.validation.references import ReferenceText, read_reference
from pss_fhir.validation.schema import Structure, TypeRef
from pss_fhir.validation.schemas import CORE, Schemas
from pss_fhir.validation.scope import Scope
from pss_fhir.validation.visit import Visit


def check_reference(visit: Visit, item: Item, ref: TypeRef, structure: Structure) -> None:
    """Report a reference that is malformed, leads nowhere within its Bundle, or leads to the wrong thing."""
    reference, named = item.value.get("reference"), item.value.get("type")
    target: Any = None
    said: str | None = None
    if isinstance(reference, str) and reference:
        text = read_reference(reference)
        if not _check_form(visit, text, item, structure):
            return
        target = visit.scope.resolve(reference)
        if target is None:
            _check_found(visit, text, reference, item, structure)
        said = target.get("resourceType") if target is not None else _type_said(visit, text)
        if isinstance(named, str) and said is not None and named != said:
            visit.report("validate.reference-type", f"{item.path}.type", structure.canonical, type=said)
    kind = said or (named if isinstance(named, str) else None)
    if ref.target_types and kind is not None and kind not in ref.target_types:
        visit.report(
            "validate.reference-target", item.path, structure.canonical, allowed=", ".join(ref.target_types)
        )
    elif target is not None and not target_conforms(visit.scope, ref, target):
        visit.report(
            "validate.reference-profile", item.path, structure.canonical, needed=", ".join(ref.targets)
        )


def _type_said(visit: Visit, text: ReferenceText) -> str | None:
    """The type in the text; an absolute URL that only looks like one (``http://x/About/us``) says nothing."""
    if text.type_name is None or visit.schemas.base(text.type_name) is None:
        return None
    return text.type_name


def _check_form(visit: Visit, text: ReferenceText, item: Item, structure: Structure) -> bool:
    path = f"{item.path}.reference"
    is_known = text.type_name is None or visit.schemas.base(text.type_name) is not None
    if text.kind == "wrong" or (text.kind in ("relative", "conditional") and not is_known):
        visit.report("validate.reference-form", path, structure.canonical)
        return False
    if text.kind == "conditional" and not _is_in_transaction(visit.scope):
        visit.report("validate.reference-conditional", path, structure.canonical)
        return False
    return True


def _is_in_transaction(scope: Scope) -> bool:
    return scope.bundle is not None and scope.bundle.resource.get("type") in ("transaction", "batch")


def _check_found(visit: Visit, text: ReferenceText, reference: str, item: Item, structure: Structure) -> None:
    path = f"{item.path}.reference"
    if text.kind == "contained":
        visit.report("validate.contained-missing", path, structure.canonical)
    elif visit.scope.bundle is not None and reference.startswith("urn:"):
        visit.report("validate.reference-dangling", path, structure.canonical)
    elif text.kind == "relative" and not is_in_set(visit.options.closed_set, reference):
        visit.report("validate.reference-not-in-set", path, structure.canonical)


def is_in_set(closed_set: frozenset[str] | None, reference: str) -> bool:
    """Whether a relative reference leads to a resource of the closed set, when there is one."""
    return closed_set is None or reference.partition("/_history/")[0].partition("#")[0] in closed_set


def is_sound(
    schemas: Schemas,
    scope: Scope,
    ref: TypeRef,
    value: dict[str, Any],
    closed_set: frozenset[str] | None = None,
) -> bool:
    """Whether :func:`check_reference` would find nothing; for the fast path.

    References that it need not decide (conditional ones, odd forms) are not sound here, so that the
    reporting path looks at them.
    """
    reference, named = value.get("reference"), value.get("type")
    kind = named
    target = None
    if reference is not None:
        text = read_reference(reference)
        if text.kind in ("wrong", "conditional"):
            return False
        target = scope.resolve(reference)
        if target is None:
            is_lost = text.kind == "contained" or (scope.bundle is not None and reference.startswith("urn:"))
            said = text.type_name
            is_type = said is not None and schemas.base(said) is not None
            if is_lost or (text.kind == "relative" and not (is_type and is_in_set(closed_set, reference))):
                return False
            said = said if is_type else None
        else:
            said = target["resourceType"]
        if said is not None:
            if named is not None and named != said:
                return False
            kind = said
    if ref.target_types and kind is not None and kind not in ref.target_types:
        return False
    return target is None or target_conforms(scope, ref, target)


def target_conforms(scope: Scope, ref: TypeRef, target: dict[str, Any]) -> bool:
    """Whether the target meets one of the profiles that the element's references must lead to.

    A target that claims one of them is checked where it stands; one whose profiles are not held is
    taken as meeting them.
    """
    if takes_any(ref, target.get("resourceType")):
        return True
    meta = target.get("meta")
    claimed = meta.get("profile") if isinstance(meta, dict) else None
    urls = {url.partition("|")[0] for url in ref.targets}
    if isinstance(claimed, list) and any(
        isinstance(each, str) and each.partition("|")[0] in urls for each in claimed
    ):
        return True
    answers = [scope.judge.conforms(scope, target, url) for url in ref.targets]
    return any(answer is not False for answer in answers)


def takes_any(ref: TypeRef, kind: str | None) -> bool:
    """Whether the reference may lead to a resource of that type whatever its profile."""
    return not ref.targets or any(
        url.partition("|")[0] in (f"{CORE}{kind}", f"{CORE}Resource") for url in ref.targets
    )
