"""FHIR REST over HTTP."""
