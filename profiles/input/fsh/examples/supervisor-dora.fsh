Instance: supervisor-dora
InstanceOf: $us-core-practitioner
Usage: #example
Title: "Dora, a qualified professional"
Description: "Dora, a qualified professional."
* insert Synthetic
* identifier.system = "https://agency.example/staff"
* identifier.value = "HTEST-20001"
* name.family = "HTEST"
* name.given = "Dora"
