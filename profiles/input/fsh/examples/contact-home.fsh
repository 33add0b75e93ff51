Instance: contact-home
InstanceOf: PssContact
Usage: #example
Title: "A contact at home"
Description: "A contact at home."
* insert Synthetic
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:11111111-1111-4111-8111-1111111111aa"
* status = #finished
* class = $act-code#HH
* type[0].coding[0] = $sct#439708006 "Home visit"
* type[0].coding[1] = PssModalityCS#in-person "In person"
* type[1] = $hcpcs#H0038 "Self-help/peer services, per 15 minutes"
* type[2] = PssContactKindCS#individual "Individual"
* serviceType = $service-type#435 "Self Help"
* serviceType.text = "Peer Support Services"
* subject = Reference(client-ana)
* participant.type = $participation#PPRF "primary performer"
* participant.individual = Reference(specialist-bea)
* period.start = "2026-11-02T09:00:00-05:00"
* period.end = "2026-11-02T10:00:00-05:00"
* basedOn = Reference(order-ana)
* contained[0] = place-home
* location.location.reference = "#place-home"
* location.location.display = "Home"
