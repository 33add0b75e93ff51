Invariant: pss-contact-virtual
Description: "Class VR and a meeting in person exclude each other."
Severity: #error
Expression: "class.code = 'VR' implies type.coding.exists(system = 'https://pss-fhir.org/fhir/CodeSystem/pss-modality' and code = 'in-person').not()"
