Profile: PssGroupContact
Parent: Encounter
Id: pss-group-contact
Title: "Group contact"
Description: "The group as a whole, which the members' contacts are part of. It names nobody, and stays off US Core, whose Encounter is one person's."
* extension contains PssGroupSize named groupSize 1..1 MS
* status MS
* class from PssContactClassVS (required)
* type 1..* MS
* subject 1..1 MS
* subject only Reference(Group)
* participant 1..* MS
* participant.individual 1..1 MS
* participant.individual only Reference(Practitioner or PractitionerRole)
* period 1..1 MS
* period.start 1..1 MS
* obeys pss-group-kind and pss-contact-order and pss-contact-clock
