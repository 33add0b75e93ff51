Invariant: pss-contact-kind
Description: "One type says the kind of contact: individual, group, collateral or administrative."
Severity: #error
Expression: "type.coding.where(system = 'https://pss-fhir.org/fhir/CodeSystem/pss-contact-kind').count() = 1"
