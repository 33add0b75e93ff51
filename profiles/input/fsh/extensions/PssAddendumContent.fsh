Extension: PssAddendumContent
Id: pss-addendum-content
Title: "What an addendum adds"
Description: "What an addendum adds to the note that DocumentReference.relatesTo names."
Context: DocumentReference
* extension contains
    text 1..1 and
    reason 0..1 and
    writtenAt 1..1
* extension[text].value[x] 1..1
* extension[text].value[x] only string
* extension[reason].value[x] 1..1
* extension[reason].value[x] only string
* extension[writtenAt].value[x] 1..1
* extension[writtenAt].value[x] only instant
