Instance: plan-ben
InstanceOf: PssPlan
Usage: #example
Title: "A draft of a plan, known to be unsigned"
Description: "A draft of a plan, known to be unsigned."
* insert Synthetic
* text.status = #generated
* text.div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Person-Centered Plan</p></div>"
* extension[unsigned].valueBoolean = true
* status = #draft
* intent = #plan
* category[AssessPlan] = $careplan-category#assess-plan
* subject = Reference(client-ben)
* period.start = "2026-01-05"
