Profile: PssAuthorizationRequest
Parent: $pas-claim
Id: pss-authorization-request
Title: "Authorization request"
Description: "A request to the payer for units of peer support over a span of days, as Da Vinci PAS writes it. The plan, the assessment and the order go along as supporting information."
* diagnosis 1..* MS
* item.modifier MS
* item.quantity 1..1 MS
* item.serviced[x] 1..1 MS
* item.serviced[x] only Period
* obeys pss-request-units and pss-request-days
