Instance: audit-read-plan
InstanceOf: PssChartReadAudit
Usage: #example
Title: "A plan was read"
Description: "A plan was read."
* insert Synthetic
* type = $audit-event-type#rest
* subtype[anyRead] = $restful-interaction#read
* action = #R
* recorded = "2026-11-02T11:05:01-05:00"
* outcome = #0
* agent[client].type = $dcm#110152
* agent[client].who.display = "pss-fhir"
* agent[client].requestor = false
* agent[client].network.address = "10.0.0.5"
* agent[client].network.type = #2
* agent[server].type = $dcm#110153
* agent[server].who.display = "https://ehr.example/fhir"
* agent[server].requestor = false
* agent[server].network.address = "https://ehr.example/fhir"
* agent[server].network.type = #5
* agent[user].type = $participation#IRCP "information recipient"
* agent[user].who = Reference(specialist-bea)
* agent[user].requestor = true
* source.observer.display = "pss-fhir"
* entity[data].what = Reference(plan-ana)
* entity[data].type = $audit-entity-type#2
* entity[data].role = $object-role#4
* entity[patient].what = Reference(client-ana)
* entity[patient].type = $audit-entity-type#1
* entity[patient].role = $object-role#1
