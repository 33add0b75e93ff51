Instance: members-friday
InstanceOf: PssGroupRoster
Usage: #example
Title: "A group that names nobody"
Description: "A group whose members are not named, as others see it."
* insert Synthetic
* active = true
* type = #person
* actual = true
* name = "Friday group"
* quantity = 9
