Profile: PssNoteProvenance
Parent: $us-core-provenance
Id: pss-note-provenance
Title: "Provenance of a note"
Description: "Who wrote, signed and sent a note or an addendum."
* target 1..1
* target only Reference(DocumentReference or QuestionnaireResponse)
* agent[ProvenanceAuthor] 1..1 MS
* signature 1..1 MS
* signature.type = $signature-type#1.2.840.10065.1.12.1.1
* obeys pss-provenance-moment and pss-provenance-signer
