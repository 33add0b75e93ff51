Profile: PssCareTeam
Parent: $us-core-careteam
Id: pss-care-team
Title: "Care team"
Description: "Who works with the person, in which role; over which days; and for the specialist, that the two are not family (the agency's rule)."
* status 1..1 MS
* participant.extension contains PssFamilyMember named familyMember 0..1 MS
* participant.period MS
* obeys pss-team-specialist and pss-team-family
