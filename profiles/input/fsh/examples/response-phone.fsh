Instance: response-phone
InstanceOf: PssServiceNoteResponse
Usage: #example
Title: "A service note of a call, as a questionnaire response"
Description: "A service note of a call, as a questionnaire response."
* insert Synthetic
* identifier.system = "urn:ietf:rfc:3986"
* identifier.value = "urn:uuid:22222222-2222-4222-8222-2222222222ab"
* questionnaire = "https://pss-fhir.org/fhir/Questionnaire/pss-service-note"
* status = #completed
* subject = Reference(client-ben)
* encounter = Reference(contact-phone)
* authored = "2026-11-02T11:05:00-05:00"
* author = Reference(specialist-carl)
* item[+]
  * linkId = "text"
  * answer.valueString = "PEER SUPPORT SERVICE NOTE"
* item[+]
  * linkId = "contact"
  * item[+]
    * linkId = "contact.status"
    * answer.valueCoding = http://hl7.org/fhir/encounter-status#finished
  * item[+]
    * linkId = "contact.kind"
    * answer.valueCoding = PssContactKindCS#individual "Individual"
  * item[+]
    * linkId = "contact.startedAt"
    * answer.valueDateTime = "2026-11-02T09:00:00-05:00"
* item[+]
  * linkId = "content"
  * item[+]
    * linkId = "content.purpose"
    * answer.valueString = "Go on with the search for work."
  * item[+]
    * linkId = "content.intervention"
    * answer.valueString = "Looked through two job postings together."
  * item[+]
    * linkId = "content.response"
    * answer.valueString = "Made the call in my presence."
  * item[+]
    * linkId = "content.writtenAt"
    * answer.valueDateTime = "2026-11-02T11:00:00-05:00"
  * item[+]
    * linkId = "content.lateEntry"
    * answer.valueBoolean = false
* item[+]
  * linkId = "signature"
  * item[+]
    * linkId = "signature.name"
    * answer.valueString = "Bea HTEST"
  * item[+]
    * linkId = "signature.signedAt"
    * answer.valueDateTime = "2026-11-02T11:05:00-05:00"
