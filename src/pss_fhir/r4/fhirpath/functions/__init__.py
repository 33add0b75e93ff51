"""The functions of FHIRPath 2.0.0 and of FHIR R4, by subject, and the table that names them."""
