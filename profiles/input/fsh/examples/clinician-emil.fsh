Instance: clinician-emil
InstanceOf: $us-core-practitioner
Usage: #example
Title: "Emil, a licensed clinician"
Description: "Emil, a licensed clinician."
* insert Synthetic
* identifier.system = "https://agency.example/staff"
* identifier.value = "HTEST-20002"
* name.family = "HTEST"
* name.given = "Emil"
