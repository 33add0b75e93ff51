Instance: client-ana
InstanceOf: PssClient
Usage: #example
Title: "Ana, a client with a record number"
Description: "Ana, a client with a record number."
* insert Synthetic
* identifier.system = "https://agency.example/mrn"
* identifier.value = "HTEST-0001"
* name.family = "HTEST"
* name.given = "Ana"
* gender = #female
* birthDate = "1988-04-12"
