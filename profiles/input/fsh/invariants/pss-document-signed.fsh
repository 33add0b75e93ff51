Invariant: pss-document-signed
Description: "The document's date is the moment of the signature."
Severity: #error
Expression: "date = extension('https://pss-fhir.org/fhir/StructureDefinition/pss-signature').extension('signedAt').value"
