Invariant: pss-plan-signatures
Description: "A plan that is known to be unsigned carries no signature."
Severity: #error
Expression: "extension('https://pss-fhir.org/fhir/StructureDefinition/pss-plan-unsigned').exists(value = true) implies extension('https://pss-fhir.org/fhir/StructureDefinition/pss-plan-signature').empty()"
