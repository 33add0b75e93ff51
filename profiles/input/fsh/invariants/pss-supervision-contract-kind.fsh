Invariant: pss-supervision-contract-kind
Description: "The kind is a contract or its review."
Severity: #error
Expression: "extension('https://pss-fhir.org/fhir/StructureDefinition/pss-supervision').extension('kind').exists(value = 'contract' or value = 'contract-review')"
