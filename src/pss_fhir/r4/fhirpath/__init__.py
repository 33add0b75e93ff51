"""FHIRPath 2.0.0 with the functions of FHIR R4, parsed once and compiled to Python.

``compile_expression(text)`` gives a :class:`Compiled`; what it may ask of the world outside the
resource goes through an :class:`Environment`. docs/fhirpath.md has the table of functions and the
readings where the specification leaves a choice.
"""

from pss_fhir.r4.fhirpath.compiled import Compiled, compile_expression
from pss_fhir.r4.fhirpath.environment import NOTHING_OUTSIDE, Environment, TypeOnly, type_of_reference
from pss_fhir.r4.fhirpath.errors import EvaluationFailed, NotChecked, NotCompilable, not_checked
from pss_fhir.r4.fhirpath.fast import Inline, Names
from pss_fhir.r4.fhirpath.quantities import Quantity
from pss_fhir.r4.fhirpath.temporal import Temporal

__all__ = [
    "NOTHING_OUTSIDE",
    "Compiled",
    "Environment",
    "EvaluationFailed",
    "Inline",
    "Names",
    "NotChecked",
    "NotCompilable",
    "Quantity",
    "Temporal",
    "TypeOnly",
    "compile_expression",
    "not_checked",
    "type_of_reference",
]
