Instance: addendum-phone
InstanceOf: PssAddendum
Usage: #example
Title: "Addendum: who else was told"
Description: "Addendum: who else was told."
* insert Synthetic
* extension[content].extension[text].valueString = "The supervisor was told of the call the same day."
* extension[content].extension[reason].valueString = "Left out when the note was signed."
* extension[content].extension[writtenAt].valueInstant = "2026-11-04T08:25:00-05:00"
* extension[signature].extension[name].valueString = "Carl HTEST"
* extension[signature].extension[credential].valueString = "NC CPSS HTEST-10002"
* extension[signature].extension[signedAt].valueInstant = "2026-11-04T08:30:00-05:00"
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222ad"
* status = #current
* docStatus = #final
* type.coding[local] = PssNoteTypeCS#peer-support-note-addendum "Addendum to a peer support service note"
* type.coding[loinc] = $loinc#34904-3 "Mental health Progress note"
* category[uscore] = $document-category#clinical-note "Clinical Note"
* subject = Reference(client-ben)
* date = "2026-11-04T08:30:00-05:00"
* author = Reference(specialist-carl)
* content.attachment.contentType = #text/plain;charset=utf-8
* content.attachment.data = "VGhlIHN1cGVydmlzb3Igd2FzIHRvbGQgb2YgdGhlIGNhbGwgdGhlIHNhbWUgZGF5Lgo="
* content.attachment.title = "Addendum: who else was told"
* content.attachment.creation = "2026-11-04T08:30:00-05:00"
* content.format = $format-code#urn:ihe:iti:xds:2017:mimeTypeSufficient "mimeType Sufficient"
* relatesTo.code = #appends
* relatesTo.target.type = "DocumentReference"
* relatesTo.target.identifier.system = "urn:ietf:rfc:3986"
* relatesTo.target.identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222ab"
