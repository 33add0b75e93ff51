"""The RESTful API of FHIR R4."""
