Extension: PssRemote
Id: pss-remote
Title: "How a contact at a distance was held"
Description: "How a contact at a distance was held: where the specialist was, whether the person agreed, why there was no picture, what failed."
Context: Encounter
* extension contains
    specialistPlace 0..1 and
    agreed 0..1 and
    audioOnlyReason 0..1 and
    failure 0..1
* extension[specialistPlace].value[x] 1..1
* extension[specialistPlace].value[x] only code
* extension[specialistPlace].valueCode from PssPlaceVS (required)
* extension[agreed].value[x] 1..1
* extension[agreed].value[x] only boolean
* extension[audioOnlyReason].value[x] 1..1
* extension[audioOnlyReason].value[x] only code
* extension[audioOnlyReason].valueCode from PssAudioOnlyReasonVS (required)
* extension[failure].value[x] 1..1
* extension[failure].value[x] only string
