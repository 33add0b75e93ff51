Instance: specialist-carl
InstanceOf: PssSpecialist
Usage: #example
Title: "Carl, a specialist with an NPI and course hours"
Description: "Carl, a specialist with an NPI and course hours."
* insert Synthetic
* identifier.system = "http://hl7.org/fhir/sid/us-npi"
* identifier.value = "1234567893"
* active = true
* name.family = "HTEST"
* name.given = "Carl"
* qualification[0].code.coding = PssCredentialCS#peer-course "Peer support specialist course"
* qualification[0].extension[courseHours].valueDecimal = 40
* qualification[0].period.start = "2024-05-03"
* qualification[1].code.coding = PssCredentialCS#other "Other credential"
* qualification[1].code.text = "Motivational interviewing, two days"
