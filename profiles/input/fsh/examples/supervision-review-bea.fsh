Instance: supervision-review-bea
InstanceOf: PssSupervisionContract
Usage: #example
Title: "The yearly review of a contract"
Description: "The yearly review of a contract."
* insert Synthetic
* code = PssStaffRecordCS#supervision-contract "Supervision contract"
* subject = Reference(specialist-bea)
* created = "2026-09-01"
* author = Reference(supervisor-dora)
* extension[supervision].extension[kind].valueCode = #contract-review
