Instance: referral-to-housing
InstanceOf: PssReferral
Usage: #example
Title: "A referral to housing"
Description: "A referral to housing, for which SNOMED CT's referrals have no code that fits."
* insert Synthetic
* status = #active
* intent = #plan
* category[kind] = PssReferralKindCS#housing "Housing"
* code = PssReferralKindCS#housing "Housing"
* code.text = "An apartment near the bus line"
* subject = Reference(client-ben)
* authoredOn = "2026-10-21"
* requester = Reference(specialist-carl)
* performer.display = "HTEST Housing"
