Profile: PssBackgroundCheck
Parent: VerificationResult
Id: pss-background-check
Title: "Background check"
Description: "That the agency looked someone up: criminal record, Health Care Personnel Registry, exclusion lists. It stays in the agency's own store."
* extension contains PssCheck named check 1..1 MS
* target 1..1 MS
* target only Reference(Practitioner)
* lastPerformed MS
* primarySource 1..1
