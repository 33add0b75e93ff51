Instance: request-ana
InstanceOf: PssAuthorizationRequest
Usage: #example
Title: "A request for 270 units"
Description: "A request for 270 units, with the order and a note."
* insert Synthetic
* identifier.system = "https://agency.example/requests"
* identifier.value = "HTEST-ANA-1"
* status = #active
* type = $claim-type#professional
* use = #preauthorization
* patient = Reference(client-ana)
* created = "2026-06-22"
* insurer = Reference(lme-mco)
* provider = Reference(agency)
* priority = $process-priority#normal
* supportingInfo[AdditionalInformation][0].sequence = 1
* supportingInfo[AdditionalInformation][0].extension.url = $pas-document-information
* supportingInfo[AdditionalInformation][0].extension.extension.url = "reportTypeCode"
* supportingInfo[AdditionalInformation][0].extension.extension.valueCodeableConcept = $x12-755#B3
* supportingInfo[AdditionalInformation][0].valueReference = Reference(order-ana)
* supportingInfo[AdditionalInformation][1].sequence = 2
* supportingInfo[AdditionalInformation][1].extension.url = $pas-document-information
* supportingInfo[AdditionalInformation][1].extension.extension.url = "reportTypeCode"
* supportingInfo[AdditionalInformation][1].extension.extension.valueCodeableConcept = $x12-755#09
* supportingInfo[AdditionalInformation][1].valueReference = Reference(note-home)
* diagnosis.sequence = 1
* diagnosis.diagnosisCodeableConcept = $icd-10#F32.9
* insurance.sequence = 1
* insurance.focal = true
* insurance.coverage = Reference(coverage-ana)
* item.sequence = 1
* item.extension[requestType].valueCodeableConcept = $x12-1525#HS
* item.extension[certificationType].valueCodeableConcept = $x12-1322#I
* item.category = $x12-1365#A4
* item.productOrService = $hcpcs#H0038
* item.quantity.value = 270
* item.servicedPeriod.start = "2026-07-06"
* item.servicedPeriod.end = "2026-10-03"
* item.locationCodeableConcept = $pos#99
