Instance: supervision-bea
InstanceOf: PssSupervisionSession
Usage: #example
Title: "An individual supervision"
Description: "An individual supervision."
* insert Synthetic
* code = PssStaffRecordCS#supervision-session "Supervision session"
* subject = Reference(specialist-bea)
* created = "2026-10-08"
* author = Reference(supervisor-dora)
* extension[supervision].extension[kind].valueCode = #individual
* extension[supervision].extension[minutes].valuePositiveInt = 60
