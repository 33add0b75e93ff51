Instance: wellness-plan-ben
InstanceOf: PssWellnessPlan
Usage: #example
Title: "The wellness plan of Ben"
Description: "The wellness plan of Ben."
* insert Synthetic
* questionnaire = "https://pss-fhir.org/fhir/Questionnaire/pss-wellness-plan-form"
* status = #completed
* subject = Reference(client-ben)
* authored = "2026-07-13T14:00:00-04:00"
* author = Reference(client-ben)
* item[+].linkId = "every-day"
* item[=].answer.valueString = "Call my sister"
