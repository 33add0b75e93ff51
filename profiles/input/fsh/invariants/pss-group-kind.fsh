Invariant: pss-group-kind
Description: "The kind of contact is group."
Severity: #error
Expression: "type.coding.exists(system = 'https://pss-fhir.org/fhir/CodeSystem/pss-contact-kind' and code = 'group')"
