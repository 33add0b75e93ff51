Instance: incident-fall
InstanceOf: PssIncident
Usage: #example
Title: "An incident of Level I"
Description: "An incident of Level I."
* insert Synthetic
* identifier.system = "https://agency.example/incidents"
* identifier.value = "HTEST-incident-fall"
* actuality = #actual
* event = $sct#1912002 "Fall"
* subject = Reference(client-ana)
* date = "2026-10-12T15:00:00-04:00"
* detected = "2026-10-12T15:00:00-04:00"
* recordedDate = "2026-10-12T17:00:00-04:00"
* seriousness = PssIncidentLevelCS#level-1 "Level I"
* recorder = Reference(specialist-bea)
