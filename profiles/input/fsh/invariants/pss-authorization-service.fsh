Invariant: pss-authorization-service
Description: "The decision names the service it is about."
Severity: #error
Expression: "item.extension('http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemAuthorizedDetail').extension('productOrServiceCode').value.coding.exists()"
