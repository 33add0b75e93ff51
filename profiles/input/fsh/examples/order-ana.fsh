Instance: order-ana
InstanceOf: PssServiceOrder
Usage: #example
Title: "An order of 270 units"
Description: "An order of 270 units."
* insert Synthetic
* extension[ordererCredential].valueString = "LCSW"
* status = #active
* intent = #order
* code = $hcpcs#H0038 "Self-help/peer services, per 15 minutes"
* quantityQuantity = 270 '1' "15-minute units"
* subject = Reference(client-ana)
* occurrencePeriod.start = "2026-07-06"
* occurrencePeriod.end = "2026-10-03"
* authoredOn = "2026-07-06"
* requester = Reference(clinician-emil)
