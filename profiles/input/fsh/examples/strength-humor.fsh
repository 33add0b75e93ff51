Instance: strength-humor
InstanceOf: PssStrength
Usage: #example
Title: "A strength: Humor, also on bad days"
Description: "A strength: Humor, also on bad days."
* insert Synthetic
* status = #final
* category[us-core] = $observation-category#social-history
* code = http://hl7.org/fhir/us/eltss/CodeSystem/eltss-observation-codes-temporary#strength
* subject = Reference(client-ana)
* effectiveDateTime = "2026-07-06"
* valueString = "Humor, also on bad days"
