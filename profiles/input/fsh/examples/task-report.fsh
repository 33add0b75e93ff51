Instance: task-report
InstanceOf: PssDeadlineTask
Usage: #example
Title: "An incident was reported in time"
Description: "An incident was reported in time."
* insert Synthetic
* status = #completed
* intent = #order
* code = PssTaskCS#incident-state-report "Report an incident to the state's system"
* focus = Reference(incident-abuse)
* authoredOn = "2026-10-14T09:30:00-04:00"
* owner = Reference(supervisor-dora)
* restriction.period.end = "2026-10-17T09:30:00-04:00"
* executionPeriod.end = "2026-10-15T11:00:00-04:00"
