Instance: contact-phone
InstanceOf: PssContact
Usage: #example
Title: "A contact by telephone"
Description: "A contact by telephone."
* insert Synthetic
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:11111111-1111-4111-8111-1111111111ab"
* status = #finished
* class = $act-code#VR
* type[0].coding[0] = $sct#185317003 "Telephone encounter"
* type[0].coding[1] = PssModalityCS#telephone "Telephone"
* type[1] = $hcpcs#H0038 "Self-help/peer services, per 15 minutes"
* type[2] = PssContactKindCS#individual "Individual"
* serviceType = $service-type#435 "Self Help"
* serviceType.text = "Peer Support Services"
* subject = Reference(client-ben)
* participant.type = $participation#PPRF "primary performer"
* participant.individual = Reference(specialist-carl)
* period.start = "2026-11-03T15:10:00-05:00"
* period.end = "2026-11-03T15:32:00-05:00"
* extension[modifier].valueCode = #KX
* extension[remote].extension[specialistPlace].valueCode = #office
* extension[remote].extension[agreed].valueBoolean = true
* extension[remote].extension[audioOnlyReason].valueCode = #no-video
* extension[remote].extension[failure].valueString = "The first call broke off."
