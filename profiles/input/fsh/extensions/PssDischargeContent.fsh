Extension: PssDischargeContent
Id: pss-discharge-content
Title: "The parts of a discharge summary"
Description: "Why peer support ended, what was given, how far the person came, and what follows."
Context: DocumentReference
* extension contains
    reason 1..1 and
    dischargedOn 1..1 and
    services 1..1 and
    progress 1..1 and
    condition 0..1 and
    aftercare 1..1 and
    ownWords 0..1 and
    writtenAt 1..1
* extension[reason].value[x] 1..1
* extension[reason].value[x] only code
* extension[reason].valueCode from PssDischargeReasonVS (required)
* extension[dischargedOn].value[x] 1..1
* extension[dischargedOn].value[x] only date
* extension[services].value[x] 1..1
* extension[services].value[x] only string
* extension[progress].value[x] 1..1
* extension[progress].value[x] only string
* extension[condition].value[x] 1..1
* extension[condition].value[x] only string
* extension[aftercare].value[x] 1..1
* extension[aftercare].value[x] only string
* extension[ownWords].value[x] 1..1
* extension[ownWords].value[x] only string
* extension[writtenAt].value[x] 1..1
* extension[writtenAt].value[x] only instant
