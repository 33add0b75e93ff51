Instance: request-ben
InstanceOf: PssAuthorizationRequest
Usage: #example
Title: "A request for 120 units"
Description: "A request for 120 units."
* insert Synthetic
* identifier.system = "https://agency.example/requests"
* identifier.value = "HTEST-BEN-1"
* status = #active
* type = $claim-type#professional
* use = #preauthorization
* patient = Reference(client-ben)
* created = "2026-06-22"
* insurer = Reference(lme-mco)
* provider = Reference(agency)
* priority = $process-priority#normal
* diagnosis.sequence = 1
* diagnosis.diagnosisCodeableConcept = $icd-10#F32.9
* insurance.sequence = 1
* insurance.focal = true
* insurance.coverage = Reference(coverage-ben)
* item.sequence = 1
* item.extension[requestType].valueCodeableConcept = $x12-1525#HS
* item.extension[certificationType].valueCodeableConcept = $x12-1322#R
* item.category = $x12-1365#A4
* item.productOrService = $hcpcs#H0038
* item.quantity.value = 120
* item.servicedPeriod.start = "2026-07-06"
* item.servicedPeriod.end = "2026-10-03"
* item.locationCodeableConcept = $pos#99
