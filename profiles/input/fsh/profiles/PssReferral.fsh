Profile: PssReferral
Parent: $us-core-servicerequest
Id: pss-referral
Title: "Referral"
Description: "A referral of the person to peer support, or by peer support to a resource: housing, work, benefits, a self-help group."
* extension contains $pertains-to-goal named pertainsToGoal 0..* MS
* category contains kind 1..1 MS
* category[kind] from PssReferralKindVS (required)
* authoredOn 1..1 MS
* requester 1..1 MS
* performer MS
* reasonReference MS
* obeys pss-referral-intent
