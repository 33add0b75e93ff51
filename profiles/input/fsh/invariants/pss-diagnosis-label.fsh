Invariant: pss-diagnosis-label
Description: "A substance use diagnosis (ICD-10-CM F10 to F19) carries the sensitivity label SUD."
Severity: #warning
Expression: "code.coding.exists(system = 'http://hl7.org/fhir/sid/icd-10-cm' and code.startsWith('F1')) implies meta.security.exists(code = 'SUD')"
