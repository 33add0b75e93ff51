Profile: PssSupervisionSession
Parent: Basic
Id: pss-supervision-session
Title: "Supervision session"
Description: "One supervision of a specialist, individual or group. What was said is not recorded here; it stays in the agency's own store."
* insert StaffRecord
* code = PssStaffRecordCS#supervision-session
* author 1..1 MS
* author only Reference(Practitioner)
* extension contains PssSupervision named supervision 1..1 MS
* obeys pss-supervision-session-kind and pss-supervision-two
