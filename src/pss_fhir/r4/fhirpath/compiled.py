"""``compile_expression``, and what can be done with the result."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pss_fhir.r4.fhirpath.careful import CarefulForm, careful_form
from pss_fhir.r4.fhirpath.closures import build
from pss_fhir.r4.fhirpath.environment import NOTHING_OUTSIDE, Environment
from pss_fhir.r4.fhirpath.errors import EvaluationFailed
from pss_fhir.r4.fhirpath.fast import Inline, Names, specialise
from pss_fhir.r4.fhirpath.frame import Frame, Run
from pss_fhir.r4.fhirpath.items import resource_item, to_system, typed
from pss_fhir.r4.fhirpath.parser import parse
from pss_fhir.r4.fhirpath.quantities import Quantity
from pss_fhir.r4.fhirpath.temporal import Temporal

Value = bool | int | str | Decimal | Temporal | Quantity | dict[str, Any] | None
STANDARD_NAMES = Names()
_Fast = Callable[[Any, Any, dict[str, Any], Environment], bool | None]


class Compiled:
    """An expression that is ready to run; immutable, usable from threads, pickled by its text.

    Attributes:
        text: the expression.
        context_type: the type it was compiled for first, or None.
    """

    def __init__(self, text: str, context_type: str | None = None) -> None:
        self.text = text
        self.context_type = context_type
        self._tree = parse(text)
        self._step = build(self._tree, text)
        self._fast: dict[str, _Fast] = {}
        self._careful: dict[str, CarefulForm] = {}

    def __reduce__(self) -> tuple[Callable[[str], Compiled], tuple[str]]:
        return compile_expression, (self.text,)

    def __repr__(self) -> str:
        return f"Compiled({self.text!r})"

    def holds(
        self,
        resource: dict[str, Any],
        focus: Any,
        focus_type: str,
        environment: Environment = NOTHING_OUTSIDE,
        *,
        extra: dict[str, Any] | None = None,
    ) -> bool | None:
        """Whether a constraint holds for one element.

        Args:
            resource: the resource that holds the element, ``%resource``.
            focus: the element's JSON value; None for a primitive that has extensions only.
            focus_type: its FHIR type: ``Patient``, ``Patient.contact``, ``HumanName``, ``dateTime``.
            environment: who answers what lies outside the resource.
            extra: the ``_name`` sibling of a primitive.

        Returns:
            True, False, or None where FHIRPath's answer is the empty collection: it stays open, by
            partial dates or missing values.

        Raises:
            NotChecked: the environment could not answer, and the rest does not decide.
            EvaluationFailed: FHIRPath calls this input an error.
        """
        fast = self._fast.get(focus_type)
        if fast is None:
            fast = self._fast[focus_type] = self._make_fast(focus_type)
        try:
            return fast(focus, extra, resource, environment)
        except (AttributeError, KeyError, TypeError, EvaluationFailed):
            # The JSON has not the shape its type promises, or one part is an error: the closures take any
            # shape, and let the other side of an "or" decide.
            return self.holds_carefully(resource, focus, focus_type, environment, extra=extra)

    def holds_carefully(
        self,
        resource: dict[str, Any],
        focus: Any,
        focus_type: str,
        environment: Environment = NOTHING_OUTSIDE,
        *,
        extra: dict[str, Any] | None = None,
    ) -> bool | None:
        """The same answer as :meth:`holds`, by the closures alone; for data of any shape."""
        form = self._careful.get(focus_type)
        if form is None:
            form = self._careful[focus_type] = careful_form(self._tree, self.text, focus_type, focus_type)
        return form(focus, extra, focus, extra, resource, environment)

    def evaluate(
        self,
        resource: dict[str, Any],
        focus: Any = None,
        focus_type: str | None = None,
        environment: Environment = NOTHING_OUTSIDE,
        *,
        extra: dict[str, Any] | None = None,
    ) -> list[Value]:
        """Every item of the result: JSON objects as they are, primitives as System values.

        Without a focus the resource itself is it. Raises as :meth:`holds` does.
        """
        whole = resource_item(resource)
        root = whole if environment.root is None else resource_item(environment.root)
        focused = whole if focus_type is None else typed(focus, focus_type, extra)
        found = self._step([focused], Frame(Run(whole, root, focused, environment), [focused]))
        return [to_system(item)[0] if not isinstance(item[0], dict) else item[0] for item in found]

    def inline(self, focus_type: str, names: Names = STANDARD_NAMES) -> Inline:
        """The expression as Python source for a generated function; see :class:`Inline`.

        The source raises AttributeError, KeyError or TypeError on JSON of another shape than the
        type's; the function around it then asks :meth:`holds_carefully`.
        """
        return specialise(self._tree, self.text, focus_type, names)

    def source(self, focus_type: str) -> str:
        """The generated Python function for one type of focus, to read."""
        return _function_source(self.inline(focus_type))

    def _make_fast(self, focus_type: str) -> _Fast:
        inline = self.inline(focus_type)
        space: dict[str, Any] = dict(inline.constants)
        code = compile(_function_source(inline), f"<fhirpath {focus_type}>", "exec")
        exec(code, space)  # noqa: S102 - our own source; text of the expression is in it only through repr()
        made: _Fast = space["holds"]
        return made


def _function_source(inline: Inline) -> str:
    return (
        "def holds(focus, extra, resource, environment):\n"
        f"    if {inline.when_true}:\n        return True\n"
        f"    return False if {inline.when_false} else None\n"
    )


@lru_cache(maxsize=4096)
def compile_expression(text: str, *, context_type: str | None = None) -> Compiled:
    """A FHIRPath expression, parsed and checked; the same text gives the same object.

    Args:
        text: FHIRPath 2.0.0 with the functions of FHIR R4 4.0.1.
        context_type: the type of the elements it will be asked of, when known; its fast form is then
            made at once rather than on the first question.

    Raises:
        NotCompilable: the text is not FHIRPath, or uses a function, type or pattern that is not known.
    """
    compiled = Compiled(text, context_type)
    if context_type is not None:
        compiled._fast[context_type] = compiled._make_fast(context_type)  # noqa: SLF001 - its own factory
    return compiled
