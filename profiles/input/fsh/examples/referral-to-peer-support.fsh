Instance: referral-to-peer-support
InstanceOf: PssReferral
Usage: #example
Title: "A referral to peer support"
Description: "A referral to peer support."
* insert Synthetic
* status = #active
* intent = #order
* category[kind] = PssReferralKindCS#peer-support "Peer support"
* code = $sct#461481000124109 "Referral to peer support"
* subject = Reference(client-ana)
* authoredOn = "2026-07-01"
* requester = Reference(clinician-emil)
* performer = Reference(agency)
* reasonReference = Reference(condition-ana)
