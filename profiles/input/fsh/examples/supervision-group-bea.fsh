Instance: supervision-group-bea
InstanceOf: PssSupervisionSession
Usage: #example
Title: "A group supervision"
Description: "A group supervision."
* insert Synthetic
* code = PssStaffRecordCS#supervision-session "Supervision session"
* subject = Reference(specialist-bea)
* created = "2026-10-22"
* author = Reference(supervisor-dora)
* extension[supervision].extension[kind].valueCode = #group
* extension[supervision].extension[minutes].valuePositiveInt = 90
