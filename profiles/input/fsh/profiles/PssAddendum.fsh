Profile: PssAddendum
Parent: $us-core-documentreference
Id: pss-addendum
Title: "Addendum"
Description: "A dated, signed addition to a service note. The note itself stays as it was."
* insert SignedDocument
* extension contains PssAddendumContent named content 1..1 MS
* type.coding contains local 1..1 MS
* type.coding[local] = PssNoteTypeCS#peer-support-note-addendum
* relatesTo 1..1
* relatesTo.code = #appends (exactly)
* relatesTo.target.identifier 1..1 MS
