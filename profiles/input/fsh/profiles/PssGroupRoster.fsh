Profile: PssGroupRoster
Parent: Group
Id: pss-group-roster
Title: "Group roster"
Description: "Who belongs to a group, and over which days. It names its members together, and so stays in the agency's own store."
* active 1..1 MS
* type = #person (exactly)
* actual = true (exactly)
* name MS
* managingEntity only Reference(Organization)
* managingEntity MS
* member MS
* member.entity only Reference(Patient)
* member.period MS
* obeys pss-roster-quantity and pss-roster-once
