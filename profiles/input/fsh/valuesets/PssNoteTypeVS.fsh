ValueSet: PssNoteTypeVS
Id: pss-note-type-vs
Title: "Types of note"
Description: "The kinds of document that peer support writes; LOINC has no code for them."
* include codes from system PssNoteTypeCS
