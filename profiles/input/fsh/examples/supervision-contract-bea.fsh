Instance: supervision-contract-bea
InstanceOf: PssSupervisionContract
Usage: #example
Title: "A supervision contract"
Description: "A supervision contract."
* insert Synthetic
* code = PssStaffRecordCS#supervision-contract "Supervision contract"
* subject = Reference(specialist-bea)
* created = "2026-03-01"
* author = Reference(supervisor-dora)
* extension[supervision].extension[kind].valueCode = #contract
* extension[supervision].extension[until].valueDate = "2027-02-28"
