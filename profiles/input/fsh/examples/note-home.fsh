Instance: note-home
InstanceOf: PssServiceNote
Usage: #example
Title: "Service note of a contact at home"
Description: "Service note of a contact at home."
* insert Synthetic
* extension[content].extension[purpose].valueString = "Go on with the search for work."
* extension[content].extension[intervention].valueString = "Looked through two job postings together and practiced a call."
* extension[content].extension[response].valueString = "Made the call in my presence and was asked to come by."
* extension[content].extension[nextStep].valueString = "Visit the shop on Thursday."
* extension[content].extension[writtenAt].valueInstant = "2026-11-02T11:00:00-05:00"
* extension[content].extension[lateEntry].valueBoolean = false
* extension[contact].extension[identifier].valueUri = "urn:uuid:11111111-1111-4111-8111-1111111111aa"
* extension[contact].extension[status].valueCode = #finished
* extension[contact].extension[kind].valueCode = #individual
* extension[contact].extension[modality].valueCode = #in-person
* extension[contact].extension[place].valueCode = #home
* extension[contact].extension[serviceCode].valueCode = #H0038
* extension[contact].extension[specialist].valueReference = Reference(specialist-bea)
* extension[contact].extension[order].valueReference = Reference(order-ana)
* extension[goalProgress].extension[goal].valueReference = Reference(goal-work)
* extension[goalProgress].extension[words].valueString = "I want to work again."
* extension[goalProgress].extension[progress].valueCode = #progress
* extension[intervention].valueCodeableConcept = PssInterventionCS#employment-support "Employment support"
* extension[signature].extension[name].valueString = "Bea HTEST"
* extension[signature].extension[credential].valueString = "NC CPSS HTEST-10001"
* extension[signature].extension[signedAt].valueInstant = "2026-11-02T11:05:00-05:00"
* extension[cosignature].extension[name].valueString = "Dora HTEST"
* extension[cosignature].extension[credential].valueString = "QP"
* extension[cosignature].extension[signedAt].valueInstant = "2026-11-02T15:00:00-05:00"
* authenticator = Reference(supervisor-dora)
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222aa"
* status = #current
* docStatus = #final
* type.coding[local] = PssNoteTypeCS#peer-support-service-note "Peer support service note"
* type.coding[loinc] = $loinc#34904-3 "Mental health Progress note"
* category[uscore] = $document-category#clinical-note "Clinical Note"
* subject = Reference(client-ana)
* date = "2026-11-02T11:05:00-05:00"
* author = Reference(specialist-bea)
* content.attachment.contentType = #text/plain;charset=utf-8
* content.attachment.data = "UEVFUiBTVVBQT1JUIFNFUlZJQ0UgTk9URQpQdXJwb3NlOiBsb29rIGZvciB3b3JrLgo="
* content.attachment.title = "Service note of a contact at home"
* content.attachment.creation = "2026-11-02T11:05:00-05:00"
* content.format = $format-code#urn:ihe:iti:xds:2017:mimeTypeSufficient "mimeType Sufficient"
* context.encounter = Reference(contact-home)
* context.period.start = "2026-11-02T09:00:00-05:00"
* context.period.end = "2026-11-02T10:00:00-05:00"
* context.related = Reference(goal-work)
