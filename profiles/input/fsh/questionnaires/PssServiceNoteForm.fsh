Instance: pss-service-note
InstanceOf: Questionnaire
Usage: #definition
Title: "Peer support service note"
Description: "The service note as a form, for servers that take only questionnaire responses. The linkIds are the names of the parts of a note."
* url = "https://pss-fhir.org/fhir/Questionnaire/pss-service-note"
* version = "0.1.0"
* name = "PssServiceNoteForm"
* title = "Peer support service note"
* status = #active
* experimental = false
* date = "2026-11-23"
* publisher = "The pss-fhir maintainers"
* description = "A signed service note of one contact."
* subjectType = #Patient
* item[+]
  * linkId = "text"
  * text = "Peer support service note"
  * type = #text
  * required = true
* item[+]
  * linkId = "contact"
  * text = "The contact"
  * type = #group
  * required = true
  * item[+]
    * linkId = "contact.identifier"
    * text = "Identifier of the contact"
    * type = #url
  * item[+]
    * linkId = "contact.status"
    * text = "Status"
    * type = #choice
    * required = true
    * answerValueSet = "http://hl7.org/fhir/ValueSet/encounter-status"
  * item[+]
    * linkId = "contact.kind"
    * text = "Kind of contact"
    * type = #choice
    * required = true
    * answerValueSet = Canonical(PssContactKindVS)
  * item[+]
    * linkId = "contact.modality"
    * text = "How we met"
    * type = #choice
    * answerValueSet = Canonical(PssModalityVS)
  * item[+]
    * linkId = "contact.place"
    * text = "Place"
    * type = #choice
    * answerValueSet = Canonical(PssPlaceVS)
  * item[+]
    * linkId = "contact.placeName"
    * text = "Place in words"
    * type = #text
  * item[+]
    * linkId = "contact.serviceCode"
    * text = "Billed service"
    * type = #open-choice
    * answerValueSet = Canonical(PssBillingCodeVS)
  * item[+]
    * linkId = "contact.modifier"
    * text = "Modifier"
    * type = #open-choice
    * repeats = true
    * answerValueSet = Canonical(PssBillingCodeVS)
  * item[+]
    * linkId = "contact.groupSize"
    * text = "Members present"
    * type = #integer
  * item[+]
    * linkId = "contact.specialist"
    * text = "Peer support specialist"
    * type = #reference
  * item[+]
    * linkId = "contact.order"
    * text = "Service order"
    * type = #reference
  * item[+]
    * linkId = "contact.session"
    * text = "Group session"
    * type = #reference
  * item[+]
    * linkId = "contact.spokenWith"
    * text = "Who else took part"
    * type = #reference
    * repeats = true
  * item[+]
    * linkId = "contact.specialistPlace"
    * text = "Where the specialist was"
    * type = #choice
    * answerValueSet = Canonical(PssPlaceVS)
  * item[+]
    * linkId = "contact.agreed"
    * text = "The person agreed to meet this way"
    * type = #boolean
  * item[+]
    * linkId = "contact.audioOnlyReason"
    * text = "Why there was no picture"
    * type = #choice
    * answerValueSet = Canonical(PssAudioOnlyReasonVS)
  * item[+]
    * linkId = "contact.failure"
    * text = "What failed"
    * type = #text
  * item[+]
    * linkId = "contact.startedAt"
    * text = "Started"
    * type = #dateTime
  * item[+]
    * linkId = "contact.endedAt"
    * text = "Ended"
    * type = #dateTime
* item[+]
  * linkId = "goal"
  * text = "Goal worked on"
  * type = #group
  * repeats = true
  * item[+]
    * linkId = "goal.goal"
    * text = "Goal"
    * type = #reference
    * required = true
  * item[+]
    * linkId = "goal.words"
    * text = "In the person's words"
    * type = #text
    * required = true
  * item[+]
    * linkId = "goal.progress"
    * text = "Progress"
    * type = #choice
    * answerValueSet = Canonical(PssProgressVS)
  * item[+]
    * linkId = "goal.comment"
    * text = "Comment"
    * type = #text
* item[+]
  * linkId = "intervention"
  * text = "Interventions"
  * type = #choice
  * repeats = true
  * answerValueSet = Canonical(PssInterventionVS)
* item[+]
  * linkId = "content"
  * text = "The note"
  * type = #group
  * required = true
  * item[+]
    * linkId = "content.purpose"
    * text = "Purpose"
    * type = #text
    * required = true
  * item[+]
    * linkId = "content.intervention"
    * text = "What was done"
    * type = #text
    * required = true
  * item[+]
    * linkId = "content.response"
    * text = "Response and progress"
    * type = #text
    * required = true
  * item[+]
    * linkId = "content.nextStep"
    * text = "Next step"
    * type = #text
  * item[+]
    * linkId = "content.writtenAt"
    * text = "Written"
    * type = #dateTime
    * required = true
  * item[+]
    * linkId = "content.lateEntry"
    * text = "Late entry"
    * type = #boolean
    * required = true
* item[+]
  * linkId = "signature"
  * text = "Signature"
  * type = #group
  * required = true
  * item[+]
    * linkId = "signature.name"
    * text = "Signed by"
    * type = #text
    * required = true
  * item[+]
    * linkId = "signature.credential"
    * text = "Credential"
    * type = #text
  * item[+]
    * linkId = "signature.signedAt"
    * text = "Signed"
    * type = #dateTime
    * required = true
* item[+]
  * linkId = "cosignature"
  * text = "Supervisor's signature"
  * type = #group
  * item[+]
    * linkId = "cosignature.name"
    * text = "Signed by"
    * type = #text
    * required = true
  * item[+]
    * linkId = "cosignature.credential"
    * text = "Credential"
    * type = #text
  * item[+]
    * linkId = "cosignature.signedAt"
    * text = "Signed"
    * type = #dateTime
    * required = true
  * item[+]
    * linkId = "cosignature.signer"
    * text = "Supervisor"
    * type = #reference
    * required = true
* item[+]
  * linkId = "replaces"
  * text = "Replaces note"
  * type = #string
