Invariant: pss-diagnosis-code
Description: "A diagnosis that counts has an ICD-10-CM code, by which payers tell whom peer support is for."
Severity: #warning
Expression: "(verificationStatus.exists() and verificationStatus.coding.exists(code = 'entered-in-error' or code = 'refuted')) or code.coding.exists(system = 'http://hl7.org/fhir/sid/icd-10-cm')"
