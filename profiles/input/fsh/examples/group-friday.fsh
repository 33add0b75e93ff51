Instance: group-friday
InstanceOf: PssGroupContact
Usage: #example
Title: "The Friday group"
Description: "The Friday group."
* insert Synthetic
* extension[groupSize].valuePositiveInt = 9
* status = #finished
* class = $act-code#AMB
* type = PssContactKindCS#group "Group"
* subject = Reference(members-friday)
* participant.individual = Reference(specialist-carl)
* period.start = "2026-11-06T10:00:00-05:00"
* period.end = "2026-11-06T11:30:00-05:00"
