"""StructureDefinition -> compiled checks -> Issues."""

from pss_fhir.validation.validator import Validator

__all__ = ["Validator"]
