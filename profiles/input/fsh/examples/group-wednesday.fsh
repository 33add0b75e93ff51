Instance: group-wednesday
InstanceOf: PssGroupContact
Usage: #example
Title: "The Wednesday group"
Description: "The Wednesday group."
* insert Synthetic
* extension[groupSize].valuePositiveInt = 2
* status = #finished
* class = $act-code#AMB
* type = PssContactKindCS#group "Group"
* subject = Reference(members-wednesday)
* participant.individual = Reference(specialist-bea)
* period.start = "2026-11-04T13:00:00-05:00"
* period.end = "2026-11-04T14:00:00-05:00"
