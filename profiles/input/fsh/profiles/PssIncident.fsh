Profile: PssIncident
Parent: AdverseEvent
Id: pss-incident
Title: "Incident"
Description: "An incident and its level under 10A NCAC 27G .0600. It is kept by the agency; no EHR is expected to take it. The clock of the state report runs from the moment staff became aware: detected."
* extension contains
    PssIncidentFacts named facts 0..1 MS and
    PssIncidentStep named step 0..* MS
* identifier 1..1 MS
* actuality = #actual (exactly)
* event 1..1 MS
* subject 1..1 MS
* date 1..1 MS
* detected 1..1 MS
* recordedDate 1..1 MS
* seriousness 1..1 MS
* seriousness from PssIncidentLevelVS (required)
* recorder 1..1 MS
* location MS
* obeys pss-incident-order
