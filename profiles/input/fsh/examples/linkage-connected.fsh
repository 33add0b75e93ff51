Instance: linkage-connected
InstanceOf: PssLinkage
Usage: #example
Title: "The referral to the group was followed"
Description: "The referral to the group was followed."
* insert Synthetic
* basedOn = Reference(referral-to-group)
* status = #completed
* intent = #order
* code = PssTaskCS#linkage "Follow a referral"
* businessStatus = PssLinkageOutcomeCS#connected "Connected"
* for = Reference(client-ana)
* owner = Reference(specialist-bea)
