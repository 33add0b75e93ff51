Profile: PssServiceOrder
Parent: $servicerequest-eltss
Id: pss-service-order
Title: "Service order"
Description: "A licensed clinician's order for peer support: the service, how many units, over which days."
* extension contains PssOrdererCredential named ordererCredential 0..1 MS
* intent = #order (exactly)
* authoredOn MS
* requester MS
* quantity[x] MS
* occurrence[x] MS
* obeys pss-order-service and pss-order-units and pss-order-signed
