Instance: pss-safety-plan-form
InstanceOf: Questionnaire
Usage: #definition
Title: "Safety plan"
Description: "The steps of a safety plan, in our own words, in the order in which they are used. If life is in danger, call 911; the 988 line answers at any hour."
* url = "https://pss-fhir.org/fhir/Questionnaire/pss-safety-plan-form"
* version = "0.1.0"
* name = "PssSafetyPlanForm"
* title = "Safety plan"
* status = #active
* experimental = false
* date = "2026-11-23"
* publisher = "The pss-fhir maintainers"
* description = "The steps of a safety plan, in our own words, in the order in which they are used. If life is in danger, call 911; the 988 line answers at any hour."
* subjectType = #Patient
* item[+]
  * linkId = "warning-signs"
  * text = "How do I notice that a crisis may be coming?"
  * type = #string
  * required = true
  * repeats = true
* item[+]
  * linkId = "coping"
  * text = "What can I do by myself that has helped before?"
  * type = #string
  * repeats = true
* item[+]
  * linkId = "people-and-places"
  * text = "Which people and places take my mind off it?"
  * type = #string
  * repeats = true
* item[+]
  * linkId = "people-to-ask"
  * text = "Whom can I ask for help?"
  * type = #string
  * repeats = true
* item[+]
  * linkId = "crisis-help"
  * text = "Whom do I call in a crisis (988, mobile crisis, my team)?"
  * type = #string
  * required = true
  * repeats = true
* item[+]
  * linkId = "safe-surroundings"
  * text = "How are my surroundings made safer, and who helps with it?"
  * type = #text
* item[+]
  * linkId = "reasons"
  * text = "What is worth living for, to me?"
  * type = #text
* item[+]
  * linkId = "advance-directive"
  * text = "Do I have a psychiatric advance directive?"
  * type = #boolean
* item[+]
  * linkId = "reviewed-on"
  * text = "When did we last look at this plan together?"
  * type = #date
