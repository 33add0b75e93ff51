"""The registry of StructureDefinitions, ValueSets and CodeSystems; it never goes to the network by itself."""

from pss_fhir.definitions.codelist import CodeList, Membership
from pss_fhir.definitions.package import Package
from pss_fhir.definitions.registry import Found, Registry, open_registry
from pss_fhir.definitions.terminology import Terminology

__all__ = ["CodeList", "Found", "Membership", "Package", "Registry", "Terminology", "open_registry"]
