Invariant: pss-note-cosigned
Description: "Who signed after the author is named, and signed no earlier."
Severity: #error
Expression: "extension('https://pss-fhir.org/fhir/StructureDefinition/pss-cosignature').empty() or (authenticator.exists() and extension('https://pss-fhir.org/fhir/StructureDefinition/pss-cosignature').extension('signedAt').value >= date)"
