Instance: addendum-home
InstanceOf: PssAddendum
Usage: #example
Title: "Addendum: the day was Wednesday"
Description: "Addendum: the day was Wednesday."
* insert Synthetic
* extension[content].extension[text].valueString = "The visit to the shop is on Wednesday, not on Thursday."
* extension[content].extension[reason].valueString = "Left out when the note was signed."
* extension[content].extension[writtenAt].valueInstant = "2026-11-04T08:25:00-05:00"
* extension[signature].extension[name].valueString = "Bea HTEST"
* extension[signature].extension[credential].valueString = "NC CPSS HTEST-10001"
* extension[signature].extension[signedAt].valueInstant = "2026-11-04T08:30:00-05:00"
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222ac"
* status = #current
* docStatus = #final
* type.coding[local] = PssNoteTypeCS#peer-support-note-addendum "Addendum to a peer support service note"
* type.coding[loinc] = $loinc#34904-3 "Mental health Progress note"
* category[uscore] = $document-category#clinical-note "Clinical Note"
* subject = Reference(client-ana)
* date = "2026-11-04T08:30:00-05:00"
* author = Reference(specialist-bea)
* content.attachment.contentType = #text/plain;charset=utf-8
* content.attachment.data = "VGhlIHZpc2l0IHRvIHRoZSBzaG9wIGlzIG9uIFdlZG5lc2RheSwgbm90IG9uIFRodXJzZGF5Lgo="
* content.attachment.title = "Addendum: the day was Wednesday"
* content.attachment.creation = "2026-11-04T08:30:00-05:00"
* content.format = $format-code#urn:ihe:iti:xds:2017:mimeTypeSufficient "mimeType Sufficient"
* relatesTo.code = #appends
* relatesTo.target.type = "DocumentReference"
* relatesTo.target.identifier.system = "urn:ietf:rfc:3986"
* relatesTo.target.identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222aa"
