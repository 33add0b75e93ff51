Profile: PssDeadlineTask
Parent: Task
Id: pss-deadline-task
Title: "Task with a deadline"
Description: "Something that must be done by a moment: a note, an incident report, a supervision, a renewal."
* intent = #order (exactly)
* code 1..1 MS
* code from PssDeadlineTaskVS (required)
* focus MS
* for MS
* authoredOn 1..1 MS
* owner 1..1 MS
* restriction 1..1 MS
* restriction.period 1..1 MS
* restriction.period.end 1..1 MS
* executionPeriod MS
* obeys pss-task-due and pss-task-done
