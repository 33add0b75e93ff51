Profile: PssGroupMemberContact
Parent: PssContact
Id: pss-group-member-contact
Title: "Contact of one group member"
Description: "A group contact as it stands in one member's chart. How many were there is known; who they were is not."
* extension[groupSize] 1..1
* partOf only Reference(PssGroupContact)
* partOf MS
* obeys pss-group-kind
