Profile: PssStrength
Parent: $observation-eltss
Id: pss-strength
Title: "Strength"
Description: "A strength that the person brings, in words; the plan points at it."
* code = http://hl7.org/fhir/us/eltss/CodeSystem/eltss-observation-codes-temporary#strength
* value[x] 1..1 MS
* value[x] only string
