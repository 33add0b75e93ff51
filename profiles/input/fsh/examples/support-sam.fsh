Instance: support-sam
InstanceOf: PssNaturalSupport
Usage: #example
Title: "Ben's sponsor"
Description: "Ben's sponsor, for whom there is no code."
* insert Synthetic
* active = true
* patient = Reference(client-ben)
* relationship.text = "My sponsor"
* name.text = "Sam HTEST"
