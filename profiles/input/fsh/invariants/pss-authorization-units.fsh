Invariant: pss-authorization-units
Description: "Units are approved whole and not negative."
Severity: #error
Expression: "item.extension('http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemAuthorizedDetail').extension('quantity').value.ofType(Quantity).value.all($this >= 0 and $this = $this.truncate())"
