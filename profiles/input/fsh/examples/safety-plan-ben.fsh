Instance: safety-plan-ben
InstanceOf: PssSafetyPlan
Usage: #example
Title: "The safety plan of Ben"
Description: "The safety plan of Ben."
* insert Synthetic
* questionnaire = "https://pss-fhir.org/fhir/Questionnaire/pss-safety-plan-form"
* status = #completed
* subject = Reference(client-ben)
* authored = "2026-07-06T14:00:00-04:00"
* author = Reference(client-ben)
* item[+].linkId = "warning-signs"
* item[=].answer[0].valueString = "Two nights without sleep"
* item[+].linkId = "coping"
* item[=].answer[0].valueString = "A walk by the river"
* item[+].linkId = "crisis-help"
* item[=].answer[0].valueString = "988"
* item[=].answer[1].valueString = "Mobile crisis"
