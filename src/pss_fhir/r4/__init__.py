"""FHIR R4 as JSON: primitives, references, element paths, code system URIs, OperationOutcome."""
