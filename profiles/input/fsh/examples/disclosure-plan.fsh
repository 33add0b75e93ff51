Instance: disclosure-plan
InstanceOf: PssDisclosureAudit
Usage: #example
Title: "A plan went to the payer"
Description: "A plan went to the payer."
* insert Synthetic
* type = $dcm#110106 "Export"
* subtype[disclosure] = $record-lifecycle#disclose
* action = #R
* recorded = "2026-11-05T09:00:00-05:00"
* outcome = #0
* purposeOfEvent = $act-reason#HPAYMT
* agent[source].type = $dcm#110153
* agent[source].who = Reference(agency)
* agent[source].requestor = false
* agent[source].network.address = "https://agency.example/fhir"
* agent[source].network.type = #5
* agent[recipient].type = $dcm#110152
* agent[recipient].who = Reference(lme-mco)
* agent[recipient].requestor = false
* agent[recipient].network.address = "https://plan.example/fhir"
* agent[recipient].network.type = #5
* source.observer = Reference(agency)
* entity[patient].what = Reference(client-ana)
* entity[patient].type = $audit-entity-type#1
* entity[patient].role = $object-role#1
* entity[data].what = Reference(plan-ana)
* entity[data].type = $audit-entity-type#2
* entity[data].role = $object-role#4
