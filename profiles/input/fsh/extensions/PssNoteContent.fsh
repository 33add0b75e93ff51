Extension: PssNoteContent
Id: pss-note-content
Title: "The parts of a service note"
Description: "The parts of the note's text."
Context: DocumentReference
* extension contains
    purpose 1..1 and
    intervention 1..1 and
    response 1..1 and
    nextStep 0..1 and
    writtenAt 1..1 and
    lateEntry 1..1
* extension[purpose].value[x] 1..1
* extension[purpose].value[x] only string
* extension[intervention].value[x] 1..1
* extension[intervention].value[x] only string
* extension[response].value[x] 1..1
* extension[response].value[x] only string
* extension[nextStep].value[x] 1..1
* extension[nextStep].value[x] only string
* extension[writtenAt].value[x] 1..1
* extension[writtenAt].value[x] only instant
* extension[lateEntry].value[x] 1..1
* extension[lateEntry].value[x] only boolean
