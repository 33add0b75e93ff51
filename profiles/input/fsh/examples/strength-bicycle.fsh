Instance: strength-bicycle
InstanceOf: PssStrength
Usage: #example
Title: "A strength: Repairs bicycles"
Description: "A strength: Repairs bicycles."
* insert Synthetic
* status = #final
* category[us-core] = $observation-category#social-history
* code = http://hl7.org/fhir/us/eltss/CodeSystem/eltss-observation-codes-temporary#strength
* subject = Reference(client-ben)
* effectiveDateTime = "2026-07-06"
* valueString = "Repairs bicycles"
