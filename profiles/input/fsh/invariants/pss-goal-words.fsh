Invariant: pss-goal-words
Description: "Words that are not the person's own are not expressed by the person."
Severity: #error
Expression: "extension('https://pss-fhir.org/fhir/StructureDefinition/pss-own-words').exists(value = false) implies expressedBy.reference.where(matches('(^|/)Patient/')).empty()"
