Instance: discharge-ben
InstanceOf: PssDischargeSummary
Usage: #example
Title: "Ben leaves peer support"
Description: "Ben leaves peer support."
* insert Synthetic
* extension[content].extension[reason].valueCode = #withdrew
* extension[content].extension[dischargedOn].valueDate = "2027-05-12"
* extension[content].extension[services].valueString = "Weekly visits and the Wednesday group."
* extension[content].extension[progress].valueString = "Keeps the apartment since spring."
* extension[content].extension[condition].valueString = "Well; works three days a week."
* extension[content].extension[ownWords].valueString = "I can do this."
* extension[content].extension[aftercare].valueString = "Goes on with the support group."
* extension[content].extension[writtenAt].valueInstant = "2027-05-12T15:30:00-04:00"
* extension[signature].extension[name].valueString = "Bea HTEST"
* extension[signature].extension[signedAt].valueInstant = "2027-05-12T15:30:00-04:00"
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222d2"
* status = #current
* docStatus = #final
* type.coding[local] = PssNoteTypeCS#peer-support-discharge-summary "Peer support discharge summary"
* type.coding[loinc] = $loinc#18842-5 "Discharge summary"
* category[uscore] = $document-category#clinical-note "Clinical Note"
* subject = Reference(client-ben)
* date = "2027-05-12T15:30:00-04:00"
* author = Reference(specialist-bea)
* context.related = Reference(episode-ben)
* content.attachment.contentType = #text/plain;charset=utf-8
* content.attachment.data = "UGVlciBzdXBwb3J0IGVuZGVkLgo="
* content.attachment.title = "Ben leaves peer support"
