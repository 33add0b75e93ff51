Profile: PssAuthorization
Parent: $pas-claimresponse
Id: pss-authorization
Title: "Authorization decision"
Description: "What the payer decided about a request for peer support, as Da Vinci PAS writes it: how many units, over which days, under which number."
* extension contains PssUnitsUsed named unitsUsed 0..1 MS
* preAuthRef MS
* preAuthPeriod MS
* item 1..*
* obeys pss-authorization-service and pss-authorization-units and pss-authorization-number
