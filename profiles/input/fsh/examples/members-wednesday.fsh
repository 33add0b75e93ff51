Instance: members-wednesday
InstanceOf: Group
Usage: #example
Title: "The members of a group"
Description: "The members of a group."
* insert Synthetic
* type = #person
* actual = true
* quantity = 6
