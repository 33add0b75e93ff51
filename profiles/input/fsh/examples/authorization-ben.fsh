Instance: authorization-ben
InstanceOf: PssAuthorization
Usage: #example
Title: "A request that is pending"
Description: "A request that is pending."
* insert Synthetic
* status = #active
* type = $claim-type#professional
* use = #preauthorization
* patient = Reference(client-ben)
* created = "2026-06-26"
* insurer = Reference(lme-mco)
* request = Reference(request-ben)
* outcome = #partial
* item.itemSequence = 1
* item.extension[authorizedItemDetail].extension[productOrServiceCode].valueCodeableConcept = $hcpcs#H0038
* item.adjudication.category = $adjudication#submitted
* item.adjudication.extension[reviewAction].extension[code].valueCodeableConcept = $x12-306#A4
