Extension: PssFamilyMember
Id: pss-family-member
Title: "Is a family member"
Description: "Whether the member of the team is a family member of the person served; left out where nobody said."
Context: CareTeam.participant
* value[x] 1..1
* value[x] only boolean
