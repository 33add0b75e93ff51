Instance: task-note
InstanceOf: PssDeadlineTask
Usage: #example
Title: "A note is due"
Description: "A note is due."
* insert Synthetic
* status = #requested
* intent = #order
* code = PssTaskCS#note-due "Write a service note"
* focus = Reference(contact-home)
* for = Reference(client-ana)
* authoredOn = "2026-11-02T10:00:00-05:00"
* owner = Reference(specialist-bea)
* restriction.period.end = "2026-11-03T10:00:00-05:00"
