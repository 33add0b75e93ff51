Instance: note-part-2
InstanceOf: PssServiceNote
Usage: #example
Title: "Service note under 42 CFR Part 2"
Description: "Service note under 42 CFR Part 2."
* insert Synthetic
* extension[content].extension[purpose].valueString = "Stay in touch after the move."
* extension[content].extension[intervention].valueString = "Listened, and went over the plan for the weekend."
* extension[content].extension[response].valueString = "Calmer at the end; will go to the meeting on Saturday."
* extension[content].extension[nextStep].valueString = "Call on Sunday."
* extension[content].extension[writtenAt].valueInstant = "2026-11-03T15:58:00-05:00"
* extension[content].extension[lateEntry].valueBoolean = false
* extension[contact].extension[status].valueCode = #finished
* extension[contact].extension[kind].valueCode = #individual
* extension[contact].extension[modality].valueCode = #telephone
* extension[contact].extension[serviceCode].valueCode = #H0038
* extension[contact].extension[modifier].valueCode = #KX
* extension[contact].extension[session].valueReference = Reference(contact-group-plain)
* extension[contact].extension[spokenWith].valueReference = Reference(support-sam)
* extension[contact].extension[specialistPlace].valueCode = #office
* extension[contact].extension[agreed].valueBoolean = true
* extension[contact].extension[audioOnlyReason].valueCode = #video-failed
* extension[contact].extension[failure].valueString = "The picture froze twice."
* meta.security[0] = $confidentiality#R "restricted"
* meta.security[1] = $act-code#42CFRPart2 "42 CFR Part2"
* extension[signature].extension[name].valueString = "Carl HTEST"
* extension[signature].extension[credential].valueString = "NC CPSS HTEST-10002"
* extension[signature].extension[signedAt].valueInstant = "2026-11-03T16:00:00-05:00"
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222ab"
* status = #current
* docStatus = #final
* type.coding[local] = PssNoteTypeCS#peer-support-service-note "Peer support service note"
* type.coding[loinc] = $loinc#34904-3 "Mental health Progress note"
* category[uscore] = $document-category#clinical-note "Clinical Note"
* subject = Reference(client-ben)
* date = "2026-11-03T16:00:00-05:00"
* author = Reference(specialist-carl)
* content.attachment.contentType = #text/plain;charset=utf-8
* content.attachment.data = "UEVFUiBTVVBQT1JUIFNFUlZJQ0UgTk9URQpQdXJwb3NlOiBzdGF5IGluIHRvdWNoLgo="
* content.attachment.title = "Service note under 42 CFR Part 2"
* content.attachment.creation = "2026-11-03T16:00:00-05:00"
* content.format = $format-code#urn:ihe:iti:xds:2017:mimeTypeSufficient "mimeType Sufficient"
* securityLabel[0] = $confidentiality#R "restricted"
* securityLabel[1] = $act-code#42CFRPart2 "42 CFR Part2"
* context.encounter = Reference(contact-phone)
* context.period.start = "2026-11-03T15:10:00-05:00"
* context.period.end = "2026-11-03T15:32:00-05:00"
