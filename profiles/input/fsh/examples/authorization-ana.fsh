Instance: authorization-ana
InstanceOf: PssAuthorization
Usage: #example
Title: "270 units, approved"
Description: "270 units, approved."
* insert Synthetic
* status = #active
* type = $claim-type#professional
* use = #preauthorization
* patient = Reference(client-ana)
* created = "2026-06-26"
* insurer = Reference(lme-mco)
* request = Reference(request-ana)
* outcome = #complete
* preAuthRef = "HTEST-AUTH-1"
* preAuthPeriod.start = "2026-07-06"
* preAuthPeriod.end = "2026-10-03"
* extension[unitsUsed].valueUnsignedInt = 96
* item.itemSequence = 1
* item.extension[authorizedItemDetail].extension[productOrServiceCode].valueCodeableConcept = $hcpcs#H0038
* item.extension[authorizedItemDetail].extension[quantity].valueQuantity.value = 270
* item.adjudication.category = $adjudication#submitted
* item.adjudication.extension[reviewAction].extension[code].valueCodeableConcept = $x12-306#A1
