Invariant: pss-contact-modality
Description: "The first type holds a SNOMED CT code, as US Core's readers expect."
Severity: #error
Expression: "type.first().coding.exists(system = 'http://snomed.info/sct')"
