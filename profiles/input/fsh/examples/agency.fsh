Instance: agency
InstanceOf: $us-core-organization
Usage: #example
Title: "An agency"
Description: "An agency."
* insert Synthetic
* active = true
* name = "HTEST Peer Agency"
