Instance: condition-ana
InstanceOf: $us-core-condition
Usage: #example
Title: "A condition of Ana"
Description: "A condition of Ana."
* insert Synthetic
* clinicalStatus = http://terminology.hl7.org/CodeSystem/condition-clinical#active
* verificationStatus = http://terminology.hl7.org/CodeSystem/condition-ver-status#confirmed
* category[us-core] = http://terminology.hl7.org/CodeSystem/condition-category#problem-list-item
* code = $sct#35489007 "Depressive disorder"
* subject = Reference(client-ana)
