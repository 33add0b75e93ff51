Instance: role-bea
InstanceOf: PssSpecialistRole
Usage: #example
Title: "Bea at the agency"
Description: "Bea at the agency."
* insert Synthetic
* active = true
* practitioner = Reference(specialist-bea)
* organization = Reference(agency)
* code = $nucc#175T00000X "Peer Specialist"
* specialty[peerSpecialist] = $nucc#175T00000X "Peer Specialist"
* telecom.system = #phone
* telecom.value = "555-0100"
