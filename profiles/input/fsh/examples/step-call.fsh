Instance: step-call
InstanceOf: PssPlanStep
Usage: #example
Title: "Call the shop together"
Description: "Call the shop together."
* insert Synthetic
* status = #completed
* intent = #plan
* code = PssTaskCS#plan-step "Take a step toward a goal"
* description = "Call the shop together."
* focus = Reference(goal-work)
* for = Reference(client-ana)
* owner = Reference(specialist-bea)
* restriction.period.end = "2026-11-20"
* executionPeriod.end = "2026-11-02"
