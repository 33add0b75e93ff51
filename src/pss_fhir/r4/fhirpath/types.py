"""Type names in expressions, and whether an item is of a type."""

from __future__ import annotations

from dataclasses import dataclass

from pss_fhir.r4.fhirpath.errors import not_compilable
from pss_fhir.r4.fhirpath.items import MODEL, Item
from pss_fhir.r4.fhirpath.model import SYSTEM_NAMES


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type that an expression asks for.

    Attributes:
        fhir: the FHIR type it may be, or None.
        system: the System type it may be, with its namespace, or None.
    """

    fhir: str | None
    system: str | None

    def fits(self, item: Item) -> bool:
        """Whether the item is of this type or of one derived from it."""
        return item[1] == self.system or (self.fhir is not None and MODEL.is_a(item[1], self.fhir))


def read_type_name(name: str, expression: str) -> TypeName:
    """A type by its name as written, with or without ``FHIR.`` or ``System.``.

    A bare ``Boolean``, ``String``, ``DateTime`` and the like names the System type. FHIR's own
    invariants use these words for its primitives as well (que-7: ``answer is Boolean``), so a bare one
    fits the FHIR primitive of the same name too; ``System.Boolean`` does not.

    Raises:
        NotCompilable: no such type.
    """
    namespace, _, bare = name.rpartition(".")
    if namespace == "System" and bare in SYSTEM_NAMES:
        return TypeName(None, f"System.{bare}")
    if namespace in ("", "FHIR") and (MODEL.knows(bare) or bare in MODEL.later_resources):
        system = "System.Quantity" if bare == "Quantity" and not namespace else None
        return TypeName(bare, system)
    if not namespace and bare in SYSTEM_NAMES:
        return TypeName(bare[0].lower() + bare[1:], f"System.{bare}")
    if MODEL.knows(name):
        return TypeName(name, None)
    raise not_compilable("unknown-type", expression, name=name)
