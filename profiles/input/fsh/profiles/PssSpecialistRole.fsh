Profile: PssSpecialistRole
Parent: $us-core-practitionerrole
Id: pss-specialist-role
Title: "Peer support specialist at an agency"
Description: "The specialist's role at the agency. NUCC 175T00000X, Peer Specialist, is in US Core's value set for the specialty."
* practitioner 1..1 MS
* organization 1..1 MS
* specialty 1..* MS
* specialty ^slicing.discriminator.type = #pattern
* specialty ^slicing.discriminator.path = "$this"
* specialty ^slicing.rules = #open
* specialty contains peerSpecialist 1..1 MS
* specialty[peerSpecialist] = $nucc#175T00000X
