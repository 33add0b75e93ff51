Instance: audit-filed-addendum
InstanceOf: PssNoteFiledAudit
Usage: #example
Title: "An addendum was filed"
Description: "An addendum was filed."
* insert Synthetic
* type = $audit-event-type#rest
* subtype[anyCreate] = $restful-interaction#create
* action = #C
* recorded = "2026-11-02T11:05:01-05:00"
* outcome = #0
* agent[client].type = $dcm#110153
* agent[client].who.display = "pss-fhir"
* agent[client].requestor = false
* agent[client].network.address = "10.0.0.5"
* agent[client].network.type = #2
* agent[server].type = $dcm#110152
* agent[server].who.display = "https://ehr.example/fhir"
* agent[server].requestor = false
* agent[server].network.address = "https://ehr.example/fhir"
* agent[server].network.type = #5
* agent[user].type = $participation#AUT "author (originator)"
* agent[user].who = Reference(specialist-bea)
* agent[user].requestor = true
* source.observer.display = "pss-fhir"
* entity[data].what = Reference(addendum-home)
* entity[data].type = $audit-entity-type#2
* entity[data].role = $object-role#4
* entity[patient].what = Reference(client-ana)
* entity[patient].type = $audit-entity-type#1
* entity[patient].role = $object-role#1
