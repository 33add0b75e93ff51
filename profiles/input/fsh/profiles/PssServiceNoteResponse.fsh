Profile: PssServiceNoteResponse
Parent: $us-core-questionnaireresponse
Id: pss-service-note-response
Title: "Service note as a questionnaire response"
Description: "The service note for servers that take no other note: answers to the questionnaire pss-service-note."
* identifier 1..1 MS
* encounter MS
* author 1..1 MS
* authored MS
* item 1..*
* obeys pss-response-questionnaire and pss-response-identifier and pss-response-text
