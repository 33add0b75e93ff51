Instance: condition-ben
InstanceOf: PssDiagnosis
Usage: #example
Title: "A substance use diagnosis of Ben, in remission"
Description: "A substance use diagnosis of Ben, in remission."
* insert Synthetic
* meta.security = $act-code#SUD "substance use disorder information sensitivity"
* clinicalStatus = http://terminology.hl7.org/CodeSystem/condition-clinical#remission
* category[us-core] = http://terminology.hl7.org/CodeSystem/condition-category#problem-list-item
* code = $icd-10#F10.21
* code.text = "Alcohol dependence, in remission"
* subject = Reference(client-ben)
