Instance: verification-certificate
InstanceOf: PssCredentialVerification
Usage: #example
Title: "Bea's certificate, checked with its issuer"
Description: "Bea's certificate, checked with its issuer."
* insert Synthetic
* target = Reference(specialist-bea)
* targetLocation = "Practitioner.qualification[0]"
* need = $need#periodic
* status = #validated
* statusDate = "2026-03-02"
* validationType = $validation-type#primary
* validationProcess = $validation-process#primary
* frequency.repeat.frequency = 1
* frequency.repeat.period = 2
* frequency.repeat.periodUnit = #a
* lastPerformed = "2026-03-02"
* nextScheduled = "2027-02-28"
* failureAction = $failure-action#warn
* primarySource.type = $primary-source-type#issuer
* primarySource.validationStatus = $validation-status#successful
* primarySource.validationDate = "2026-03-02"
* attestation.who = Reference(agency)
* attestation.communicationMethod = http://terminology.hl7.org/CodeSystem/verificationresult-communication-method#portal
* attestation.date = "2026-03-02"
