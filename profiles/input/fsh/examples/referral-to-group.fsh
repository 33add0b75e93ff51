Instance: referral-to-group
InstanceOf: PssReferral
Usage: #example
Title: "A referral to a support group"
Description: "A referral to a support group."
* insert Synthetic
* extension[pertainsToGoal].valueReference = Reference(goal-work)
* status = #active
* intent = #plan
* code = $sct#711281004 "Referral to support group"
* subject = Reference(client-ana)
* authoredOn = "2026-10-20"
* requester = Reference(specialist-bea)
* category[kind] = PssReferralKindCS#self-help-group "Self-help or support group"
