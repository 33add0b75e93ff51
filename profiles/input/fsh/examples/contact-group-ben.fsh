Instance: contact-group-ben
InstanceOf: PssGroupMemberContact
Usage: #example
Title: "A group, as it stands in the chart of Ben"
Description: "A group, as it stands in the chart of Ben."
* insert Synthetic
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:11111111-1111-4111-8111-1111111111ad"
* status = #finished
* class = $act-code#AMB
* type[0].coding[0] = $sct#453701000124103 "In-person encounter"
* type[0].coding[1] = PssModalityCS#in-person "In person"
* type[1] = $hcpcs#H0038 "Self-help/peer services, per 15 minutes"
* type[2] = PssContactKindCS#group "Group"
* serviceType = $service-type#435 "Self Help"
* serviceType.text = "Peer Support Services"
* subject = Reference(client-ben)
* participant.type = $participation#PPRF "primary performer"
* participant.individual = Reference(specialist-bea)
* period.start = "2026-11-04T13:00:00-05:00"
* period.end = "2026-11-04T14:00:00-05:00"
* extension[modifier].valueCode = #HQ
* extension[groupSize].valuePositiveInt = 2
* partOf = Reference(group-wednesday)
