Extension: PssRetraction
Id: pss-retraction
Title: "Why a record must not stand"
Description: "Whose record it was filed in, and why it must not stand there."
Context: Provenance
* extension contains
    identifier 1..1 and
    client 1..1 and
    reason 1..1 and
    credential 0..1
* extension[identifier].value[x] 1..1
* extension[identifier].value[x] only uri
* extension[client].value[x] 1..1
* extension[client].value[x] only Reference(Patient)
* extension[reason].value[x] 1..1
* extension[reason].value[x] only string
* extension[credential].value[x] 1..1
* extension[credential].value[x] only string
