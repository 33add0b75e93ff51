Instance: condition-ana
InstanceOf: PssDiagnosis
Usage: #example
Title: "A diagnosis of Ana"
Description: "A diagnosis of Ana."
* insert Synthetic
* meta.security = $act-code#MH "mental health information sensitivity"
* clinicalStatus = http://terminology.hl7.org/CodeSystem/condition-clinical#active
* verificationStatus = http://terminology.hl7.org/CodeSystem/condition-ver-status#confirmed
* category[us-core] = http://terminology.hl7.org/CodeSystem/condition-category#problem-list-item
* code.coding[0] = $sct#35489007 "Depressive disorder"
* code.coding[1] = $icd-10#F32.9
* subject = Reference(client-ana)
* recordedDate = "2026-05-20"
