Profile: PssSupervisionContract
Parent: Basic
Id: pss-supervision-contract
Title: "Supervision contract"
Description: "The individual supervision plan of a specialist, or its yearly review. It stays in the agency's own store."
* insert StaffRecord
* code = PssStaffRecordCS#supervision-contract
* author 1..1 MS
* author only Reference(Practitioner)
* extension contains PssSupervision named supervision 1..1 MS
* obeys pss-supervision-contract-kind and pss-supervision-two
