Instance: role-carl
InstanceOf: PssSpecialistRole
Usage: #example
Title: "Carl at the agency"
Description: "Carl at the agency."
* insert Synthetic
* active = true
* practitioner = Reference(specialist-carl)
* organization = Reference(agency)
* code = $nucc#175T00000X "Peer Specialist"
* specialty[peerSpecialist] = $nucc#175T00000X "Peer Specialist"
* telecom.system = #phone
* telecom.value = "555-0100"
