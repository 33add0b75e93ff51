Instance: linkage-waiting
InstanceOf: PssLinkage
Usage: #example
Title: "The referral is being followed"
Description: "The referral is being followed."
* insert Synthetic
* basedOn = Reference(referral-to-housing)
* status = #in-progress
* intent = #order
* code = PssTaskCS#linkage "Follow a referral"
* businessStatus = PssLinkageOutcomeCS#waiting "On a waiting list"
* for = Reference(client-ben)
