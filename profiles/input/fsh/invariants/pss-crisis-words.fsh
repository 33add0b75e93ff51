Invariant: pss-crisis-words
Description: "Help that is none of the kinds is named in words."
Severity: #error
Expression: "topic.coding.exists(system = 'https://pss-fhir.org/fhir/CodeSystem/pss-crisis-help' and code = 'other') implies topic.text.exists()"
