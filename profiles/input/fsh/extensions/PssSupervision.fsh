Extension: PssSupervision
Id: pss-supervision
Title: "What was supervised"
Description: "The kind of supervision, how long it took, and for a contract until when it counts."
Context: Basic
* extension contains
    kind 1..1 and
    minutes 0..1 and
    until 0..1
* extension[kind].value[x] 1..1
* extension[kind].value[x] only code
* extension[kind].valueCode from PssSupervisionKindVS (required)
* extension[minutes].value[x] 1..1
* extension[minutes].value[x] only positiveInt
* extension[until].value[x] 1..1
* extension[until].value[x] only date
