Instance: wellness-plan-ana
InstanceOf: PssWellnessPlan
Usage: #example
Title: "The wellness plan of Ana"
Description: "The wellness plan of Ana."
* insert Synthetic
* questionnaire = "https://pss-fhir.org/fhir/Questionnaire/pss-wellness-plan-form"
* status = #completed
* subject = Reference(client-ana)
* authored = "2026-07-13T14:00:00-04:00"
* author = Reference(client-ana)
* item[+].linkId = "every-day"
* item[=].answer.valueString = "Walk before breakfast"
