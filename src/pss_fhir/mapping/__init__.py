"""The bridge between the domain and FHIR R4, one module per concept."""
