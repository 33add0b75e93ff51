Instance: goal-work
InstanceOf: PssGoal
Usage: #example
Title: "To work again"
Description: "To work again."
* insert Synthetic
* lifecycleStatus = #active
* achievementStatus = $goal-achievement#in-progress
* description.text = "I want to work again."
* subject = Reference(client-ana)
* startDate = "2026-07-06"
* expressedBy = Reference(client-ana)
* target.dueDate = "2026-12-31"
