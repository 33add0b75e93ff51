Instance: progress-home
InstanceOf: PssGoalProgressObservation
Usage: #example
Title: "How a contact moved the goal goal-home"
Description: "How a contact moved the goal goal-home."
* insert Synthetic
* status = #final
* category = $observation-category#social-history
* code = PssObservationCS#goal-progress
* subject = Reference(client-ben)
* focus = Reference(goal-home)
* encounter = Reference(contact-phone)
* effectiveDateTime = "2026-11-03T15:32:00-05:00"
* valueCodeableConcept = PssProgressCS#no-change "No change"
