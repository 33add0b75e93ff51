Profile: PssCredentialVerification
Parent: $ndh-verification
Id: pss-credential-verification
Title: "Verification of a credential"
Description: "That a specialist's credential was checked with its issuer, and when it must be checked again (for the NC certificate: recertification)."
* target 1..1
* target only Reference(Practitioner)
* targetLocation 1..1
* lastPerformed MS
* nextScheduled MS
* primarySource 1..1
* obeys pss-verification-location and pss-verification-next
