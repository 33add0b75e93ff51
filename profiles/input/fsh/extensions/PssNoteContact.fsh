Extension: PssNoteContact
Id: pss-note-contact
Title: "The contact that a note is about"
Description: "The contact that the note is about, as far as DocumentReference.context has no element for it."
Context: DocumentReference
* extension contains
    identifier 0..1 and
    status 1..1 and
    kind 1..1 and
    modality 0..1 and
    place 0..1 and
    placeName 0..1 and
    serviceCode 0..1 and
    modifier 0..* and
    groupSize 0..1 and
    specialist 0..1 and
    order 0..1 and
    session 0..1 and
    spokenWith 0..* and
    specialistPlace 0..1 and
    agreed 0..1 and
    audioOnlyReason 0..1 and
    failure 0..1
* extension[identifier].value[x] 1..1
* extension[identifier].value[x] only uri
* extension[status].value[x] 1..1
* extension[status].value[x] only code
* extension[status].valueCode from http://hl7.org/fhir/ValueSet/encounter-status (required)
* extension[kind].value[x] 1..1
* extension[kind].value[x] only code
* extension[kind].valueCode from PssContactKindVS (required)
* extension[modality].value[x] 1..1
* extension[modality].value[x] only code
* extension[modality].valueCode from PssModalityVS (required)
* extension[place].value[x] 1..1
* extension[place].value[x] only code
* extension[place].valueCode from PssPlaceVS (required)
* extension[placeName].value[x] 1..1
* extension[placeName].value[x] only string
* extension[serviceCode].value[x] 1..1
* extension[serviceCode].value[x] only code
* extension[modifier].value[x] 1..1
* extension[modifier].value[x] only code
* extension[modifier].valueCode obeys pss-modifier-form
* extension[groupSize].value[x] 1..1
* extension[groupSize].value[x] only positiveInt
* extension[specialist].value[x] 1..1
* extension[specialist].value[x] only Reference(Practitioner or PractitionerRole)
* extension[order].value[x] 1..1
* extension[order].value[x] only Reference(ServiceRequest)
* extension[session].value[x] 1..1
* extension[session].value[x] only Reference(Encounter)
* extension[spokenWith].value[x] 1..1
* extension[spokenWith].value[x] only Reference(RelatedPerson)
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
