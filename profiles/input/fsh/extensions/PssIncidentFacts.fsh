Extension: PssIncidentFacts
Id: pss-incident-facts
Title: "What decides the clocks of an incident"
Description: "What decides which reports an incident needs, and by when (10A NCAC 27G .0604, G.S. 122C-66)."
Context: AdverseEvent
* extension contains
    duringService 0..1 and
    lastServiceOn 0..1 and
    localPlan 0..1 and
    askedAt 0..1 and
    offenseWitnessed 1..1 and
    staffAccused 1..1
* extension[duringService].value[x] 1..1
* extension[duringService].value[x] only boolean
* extension[lastServiceOn].value[x] 1..1
* extension[lastServiceOn].value[x] only date
* extension[localPlan].value[x] 1..1
* extension[localPlan].value[x] only string
* extension[askedAt].value[x] 1..1
* extension[askedAt].value[x] only dateTime
* extension[offenseWitnessed].value[x] 1..1
* extension[offenseWitnessed].value[x] only boolean
* extension[staffAccused].value[x] 1..1
* extension[staffAccused].value[x] only boolean
