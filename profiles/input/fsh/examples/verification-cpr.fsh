Instance: verification-cpr
InstanceOf: PssCredentialVerification
Usage: #example
Title: "Bea's CPR card, seen by the agency"
Description: "Bea's CPR card, seen by the agency."
* insert Synthetic
* target = Reference(specialist-bea)
* targetLocation = "Practitioner.qualification[1]"
* need = $need#initial
* status = #attested
* statusDate = "2026-01-20"
* validationType = $validation-type#primary
* validationProcess = $validation-process#primary
* lastPerformed = "2026-01-20"
* failureAction = $failure-action#warn
* primarySource.type = $primary-source-type#cont-ed
* attestation.who = Reference(agency)
* attestation.communicationMethod = http://terminology.hl7.org/CodeSystem/verificationresult-communication-method#manual
* attestation.date = "2026-01-20"
