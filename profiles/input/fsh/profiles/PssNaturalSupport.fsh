Profile: PssNaturalSupport
Parent: $us-core-relatedperson
Id: pss-natural-support
Title: "Natural support"
Description: "Someone who stands by the person without being paid for it: family, a friend, a neighbor, a guardian."
* relationship 1..* MS
* name 1..* MS
* telecom MS
* obeys pss-support-relationship
