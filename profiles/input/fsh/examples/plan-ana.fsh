Instance: plan-ana
InstanceOf: PssPlan
Usage: #example
Title: "The Person-Centered Plan of Ana"
Description: "The Person-Centered Plan of Ana."
* insert Synthetic
* text.status = #generated
* text.div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Person-Centered Plan</p></div>"
* extension[signature][0].extension[role].valueCode = #client
* extension[signature][0].extension[signedOn].valueDate = "2026-07-06"
* extension[signature][0].extension[signer].valueReference = Reference(client-ana)
* extension[signature][1].extension[role].valueCode = #author
* extension[signature][1].extension[signedOn].valueDate = "2026-07-06"
* status = #active
* intent = #plan
* category[AssessPlan] = $careplan-category#assess-plan
* category[mentalHealthPlan] = $loinc#80742-0 "Mental health Plan of care note"
* title = "Person-Centered Plan"
* subject = Reference(client-ana)
* period.start = "2026-07-06"
* period.end = "2027-07-05"
* author = Reference(supervisor-dora)
* addresses = Reference(condition-ana)
* goal = Reference(goal-work)
* supportingInfo = Reference(strength-humor)
* activity.reference = Reference(order-ana)
