Instance: goal-home
InstanceOf: PssGoal
Usage: #example
Title: "A goal in others' words"
Description: "A goal in others' words."
* insert Synthetic
* extension[ownWords].valueBoolean = false
* lifecycleStatus = #active
* description.text = "Keeps the lease through the winter."
* subject = Reference(client-ben)
* startDate = "2026-01-05"
