Instance: meeting-staff
InstanceOf: PssStaffMeeting
Usage: #example
Title: "Staff meeting"
Description: "Staff meeting."
* insert Synthetic
* status = #fulfilled
* serviceType = PssMeetingCS#staff "Staff meeting"
* start = "2026-11-05T09:00:00-05:00"
* end = "2026-11-05T10:00:00-05:00"
* participant[0].actor = Reference(specialist-bea)
* participant[0].status = #accepted
* participant[1].actor = Reference(supervisor-dora)
* participant[1].status = #accepted
