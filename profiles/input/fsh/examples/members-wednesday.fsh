Instance: members-wednesday
InstanceOf: PssGroupRoster
Usage: #example
Title: "The roster of the Wednesday group"
Description: "The roster of the Wednesday group."
* insert Synthetic
* active = true
* type = #person
* actual = true
* name = "Wednesday group"
* quantity = 2
* managingEntity = Reference(agency)
* member[0].entity = Reference(client-ana)
* member[0].period.start = "2026-07-08"
* member[1].entity = Reference(client-ben)
