Invariant: pss-authorization-number
Description: "An approval (X12 306 A1 or A2) carries the payer's number and its days."
Severity: #warning
Expression: "item.adjudication.extension('http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction').extension('http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode').value.coding.exists(code = 'A1' or code = 'A2') implies (preAuthRef.exists() and preAuthPeriod.exists())"
