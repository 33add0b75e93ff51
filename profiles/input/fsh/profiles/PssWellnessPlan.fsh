Profile: PssWellnessPlan
Parent: $us-core-questionnaireresponse
Id: pss-wellness-plan
Title: "Wellness plan"
Description: "A wellness recovery action plan in the person's own words. It is a plan, not a scored measure, and belongs to the person: the author is the person."
* author 1..1 MS
* author only Reference($us-core-patient)
* item 1..*
* obeys pss-wellness-form
