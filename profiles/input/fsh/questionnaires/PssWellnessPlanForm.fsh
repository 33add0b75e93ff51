Instance: pss-wellness-plan-form
InstanceOf: Questionnaire
Usage: #definition
Title: "Wellness plan"
Description: "A wellness recovery action plan in the person's own words. The headings are ours; agencies that are licensed for WRAP materials use those beside it."
* url = "https://pss-fhir.org/fhir/Questionnaire/pss-wellness-plan-form"
* version = "0.1.0"
* name = "PssWellnessPlanForm"
* title = "Wellness plan"
* status = #active
* experimental = false
* date = "2026-11-23"
* publisher = "The pss-fhir maintainers"
* description = "A wellness recovery action plan in the person's own words. The headings are ours; agencies that are licensed for WRAP materials use those beside it."
* subjectType = #Patient
* item[+]
  * linkId = "when-well"
  * text = "What am I like when I am well?"
  * type = #text
* item[+]
  * linkId = "every-day"
  * text = "What do I do each day to stay well?"
  * type = #string
  * required = true
  * repeats = true
* item[+]
  * linkId = "now-and-then"
  * text = "What do I need to do from time to time?"
  * type = #string
  * repeats = true
* item[+]
  * linkId = "triggers"
  * text = "What throws me off, and what do I do then?"
  * type = #string
  * repeats = true
* item[+]
  * linkId = "early-signs"
  * text = "What are the first signs that I am getting unwell, and what do I do then?"
  * type = #string
  * repeats = true
* item[+]
  * linkId = "breaking-down"
  * text = "How do I know that things are breaking down, and what do I do then?"
  * type = #string
  * repeats = true
* item[+]
  * linkId = "crisis"
  * text = "What do I want others to do when I cannot decide for myself?"
  * type = #text
* item[+]
  * linkId = "after-crisis"
  * text = "How do I come back after a crisis?"
  * type = #text
