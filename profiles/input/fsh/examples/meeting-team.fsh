Instance: meeting-team
InstanceOf: PssStaffMeeting
Usage: #example
Title: "Treatment team meeting"
Description: "Treatment team meeting."
* insert Synthetic
* status = #booked
* serviceType = PssMeetingCS#treatment-team "Treatment team meeting"
* start = "2026-11-05T09:00:00-05:00"
* end = "2026-11-05T10:00:00-05:00"
* participant[0].actor = Reference(specialist-carl)
* participant[0].status = #accepted
* participant[1].actor = Reference(clinician-emil)
* participant[1].status = #accepted
* participant[2].actor = Reference(client-ben)
* participant[2].status = #accepted
