Profile: PssSafetyPlan
Parent: $us-core-questionnaireresponse
Id: pss-safety-plan
Title: "Safety plan"
Description: "The person's safety plan: warning signs, what helps, whom to call. A copy stands in the Person-Centered Plan's supporting information."
* author MS
* item 1..*
* obeys pss-safety-form and pss-safety-signs and pss-safety-help
