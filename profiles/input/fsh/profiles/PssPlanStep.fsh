Profile: PssPlanStep
Parent: Task
Id: pss-plan-step
Title: "Step of a plan"
Description: "One step toward a goal: what will be done, by whom, by when."
* intent = #plan (exactly)
* code 1..1 MS
* code = PssTaskCS#plan-step
* description 1..1 MS
* focus MS
* focus only Reference(Goal)
* for 1..1 MS
* for only Reference(Patient)
* owner MS
* restriction.period.end MS
* executionPeriod MS
