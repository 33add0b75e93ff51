Instance: incident-abuse
InstanceOf: PssIncident
Usage: #example
Title: "An incident of Level II"
Description: "An incident of Level II."
* insert Synthetic
* identifier.system = "https://agency.example/incidents"
* identifier.value = "HTEST-incident-abuse"
* actuality = #actual
* event = $sct#242044009
* subject = Reference(client-ben)
* date = "2026-10-14T09:30:00-04:00"
* detected = "2026-10-14T09:30:00-04:00"
* recordedDate = "2026-10-14T17:00:00-04:00"
* seriousness = PssIncidentLevelCS#level-2 "Level II"
* recorder = Reference(specialist-bea)
* extension[facts].extension[duringService].valueBoolean = true
* extension[facts].extension[lastServiceOn].valueDate = "2026-10-14"
* extension[facts].extension[localPlan].valueString = "HTEST LME/MCO"
* extension[facts].extension[askedAt].valueDateTime = "2026-10-16T11:00:00-04:00"
* extension[facts].extension[offenseWitnessed].valueBoolean = false
* extension[facts].extension[staffAccused].valueBoolean = false
* extension[step][0].extension[step].valueCode = #supervisor-told
* extension[step][0].extension[takenAt].valueDateTime = "2026-10-14T10:00:00-04:00"
* extension[step][1].extension[step].valueCode = #state-system
* extension[step][1].extension[takenAt].valueDateTime = "2026-10-15T11:00:00-04:00"
