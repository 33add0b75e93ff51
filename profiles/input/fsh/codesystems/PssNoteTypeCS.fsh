CodeSystem: PssNoteTypeCS
Id: pss-note-type
Title: "Types of note"
Description: "The kinds of document that peer support writes; LOINC has no code for them."
* insert OwnCodes
* #peer-support-service-note "Peer support service note"
* #peer-support-note-addendum "Addendum to a peer support service note"
* #peer-support-discharge-summary "Peer support discharge summary"
