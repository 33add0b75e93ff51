Invariant: pss-credential-named
Description: "A credential of another kind than the project's list has a title in words."
Severity: #error
Expression: "code.coding.exists(system = 'https://pss-fhir.org/fhir/CodeSystem/pss-credential' and code = 'other') implies code.text.exists()"
