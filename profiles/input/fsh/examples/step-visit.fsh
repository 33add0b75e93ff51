Instance: step-visit
InstanceOf: PssPlanStep
Usage: #example
Title: "Look at two rooms"
Description: "Look at two rooms."
* insert Synthetic
* status = #requested
* intent = #plan
* code = PssTaskCS#plan-step "Take a step toward a goal"
* description = "Look at two rooms."
* focus = Reference(goal-home)
* for = Reference(client-ben)
* owner = Reference(client-ben)
* restriction.period.end = "2026-11-20"
