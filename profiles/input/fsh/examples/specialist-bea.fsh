Instance: specialist-bea
InstanceOf: PssSpecialist
Usage: #example
Title: "Bea, a certified peer support specialist"
Description: "Bea, a certified peer support specialist."
* insert Synthetic
* identifier.type = $v2-0203#LN "License number"
* identifier.system = "https://pss-fhir.org/fhir/sid/nc-cpss-certificate"
* identifier.value = "HTEST-10001"
* active = true
* name.family = "HTEST"
* name.given = "Bea"
* qualification[0].code.coding[0] = PssCredentialCS#nc-cpss "NC Certified Peer Support Specialist"
* qualification[0].code.coding[1] = $facet#CPSS "CPSS"
* qualification[0].identifier.system = "https://pss-fhir.org/fhir/sid/nc-cpss-certificate"
* qualification[0].identifier.value = "HTEST-10001"
* qualification[0].period.start = "2025-03-01"
* qualification[0].period.end = "2027-02-28"
* qualification[1].code = PssCredentialCS#cpr "CPR"
* qualification[1].period.start = "2026-01-15"
* qualification[1].period.end = "2028-01-15"
