Extension: PssIntervention
Id: pss-intervention
Title: "What the specialist did"
Description: "One thing that the specialist did, from the project's list, with SNOMED CT where it has a code."
Context: DocumentReference
* value[x] 1..1
* value[x] only CodeableConcept
* valueCodeableConcept from PssInterventionVS (required)
