Instance: progress-work
InstanceOf: PssGoalProgressObservation
Usage: #example
Title: "How a contact moved the goal goal-work"
Description: "How a contact moved the goal goal-work."
* insert Synthetic
* status = #final
* category = $observation-category#social-history
* code = PssObservationCS#goal-progress
* subject = Reference(client-ana)
* focus = Reference(goal-work)
* encounter = Reference(contact-home)
* effectiveDateTime = "2026-11-02T10:00:00-05:00"
* valueCodeableConcept = PssProgressCS#progress "Progress made"
