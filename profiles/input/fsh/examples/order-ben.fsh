Instance: order-ben
InstanceOf: PssServiceOrder
Usage: #example
Title: "An order of 24 units"
Description: "An order of 24 units."
* insert Synthetic
* extension[ordererCredential].valueString = "LCSW"
* status = #active
* intent = #order
* code = $hcpcs#H0038 "Self-help/peer services, per 15 minutes"
* quantityQuantity = 24 '1' "15-minute units"
* subject = Reference(client-ben)
* occurrencePeriod.start = "2026-07-06"
* occurrencePeriod.end = "2026-10-03"
* authoredOn = "2026-07-06"
* requester = Reference(clinician-emil)
