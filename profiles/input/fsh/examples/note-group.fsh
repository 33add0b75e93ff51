Instance: note-group
InstanceOf: PssServiceNote
Usage: #example
Title: "Service note of a group, for one of its members"
Description: "Service note of a group, for one of its members."
* insert Synthetic
* extension[content].extension[purpose].valueString = "Talk about applying for work with others who do."
* extension[content].extension[intervention].valueString = "Led a round on what to say about gaps in a resume."
* extension[content].extension[response].valueString = "Told the group about the bicycle shop and took two tips home."
* extension[content].extension[nextStep].valueString = "Come back next Wednesday."
* extension[content].extension[writtenAt].valueInstant = "2026-11-04T15:00:00-05:00"
* extension[content].extension[lateEntry].valueBoolean = false
* extension[contact].extension[identifier].valueUri = "urn:uuid:11111111-1111-4111-8111-1111111111ac"
* extension[contact].extension[status].valueCode = #finished
* extension[contact].extension[kind].valueCode = #group
* extension[contact].extension[modality].valueCode = #in-person
* extension[contact].extension[place].valueCode = #community
* extension[contact].extension[placeName].valueString = "Library, room 2"
* extension[contact].extension[serviceCode].valueCode = #H0038
* extension[contact].extension[modifier].valueCode = #HQ
* extension[contact].extension[groupSize].valuePositiveInt = 2
* extension[contact].extension[specialist].valueReference = Reference(specialist-bea)
* extension[contact].extension[order].valueReference = Reference(order-ana)
* extension[goalProgress].extension[goal].valueReference = Reference(goal-work)
* extension[goalProgress].extension[words].valueString = "I want to work again."
* extension[goalProgress].extension[progress].valueCode = #progress
* extension[goalProgress].extension[comment].valueString = "Feels less alone with it."
* extension[intervention].valueCodeableConcept = PssInterventionCS#employment-support "Employment support"
* extension[signature].extension[name].valueString = "Bea HTEST"
* extension[signature].extension[credential].valueString = "NC CPSS HTEST-10001"
* extension[signature].extension[signedAt].valueInstant = "2026-11-04T15:05:00-05:00"
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222ac"
* status = #current
* docStatus = #final
* type.coding[local] = PssNoteTypeCS#peer-support-service-note "Peer support service note"
* type.coding[loinc] = $loinc#34787-2
* category[uscore] = $document-category#clinical-note "Clinical Note"
* subject = Reference(client-ana)
* date = "2026-11-04T15:05:00-05:00"
* author = Reference(specialist-bea)
* content.attachment.contentType = #text/plain;charset=utf-8
* content.attachment.data = "UEVFUiBTVVBQT1JUIFNFUlZJQ0UgTk9URQpQdXJwb3NlOiB0YWxrIGFib3V0IHdvcmsuCg=="
* content.attachment.title = "Service note of a group, for one of its members"
* content.attachment.creation = "2026-11-04T15:05:00-05:00"
* content.format = $format-code#urn:ihe:iti:xds:2017:mimeTypeSufficient "mimeType Sufficient"
* context.encounter = Reference(contact-group-ana)
* context.period.start = "2026-11-04T13:00:00-05:00"
* context.period.end = "2026-11-04T14:00:00-05:00"
* context.related = Reference(goal-work)
