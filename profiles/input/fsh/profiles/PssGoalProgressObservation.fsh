Profile: PssGoalProgressObservation
Parent: $us-core-simple-observation
Id: pss-goal-progress-observation
Title: "Progress toward a goal"
Description: "How a contact moved a goal, as an observation that points at the goal."
* code = PssObservationCS#goal-progress
* focus 1..1 MS
* focus only Reference(Goal)
* encounter MS
* effective[x] 1..1 MS
* value[x] 1..1 MS
* value[x] only CodeableConcept
* valueCodeableConcept from PssProgressVS (required)
