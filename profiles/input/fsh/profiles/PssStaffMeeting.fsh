Profile: PssStaffMeeting
Parent: Appointment
Id: pss-staff-meeting
Title: "Meeting of staff"
Description: "A meeting that serves the work and is never billed: of staff, of a treatment team, for supervision, for training."
* serviceType 1..1 MS
* serviceType from PssMeetingVS (required)
* start MS
* end MS
* description MS
* participant.actor 1..1
