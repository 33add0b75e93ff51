Instance: safety-plan-ana
InstanceOf: PssSafetyPlan
Usage: #example
Title: "The safety plan of Ana"
Description: "The safety plan of Ana."
* insert Synthetic
* questionnaire = "https://pss-fhir.org/fhir/Questionnaire/pss-safety-plan-form"
* status = #completed
* subject = Reference(client-ana)
* authored = "2026-07-06T14:00:00-04:00"
* author = Reference(client-ana)
* item[+].linkId = "warning-signs"
* item[=].answer[0].valueString = "Two nights without sleep"
* item[+].linkId = "crisis-help"
* item[=].answer[0].valueString = "988"
* item[=].answer[1].valueString = "Mobile crisis"
