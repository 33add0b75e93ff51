Instance: lme-mco
InstanceOf: $us-core-organization
Usage: #example
Title: "An LME/MCO"
Description: "An LME/MCO."
* insert Synthetic
* active = true
* name = "HTEST LME/MCO"
