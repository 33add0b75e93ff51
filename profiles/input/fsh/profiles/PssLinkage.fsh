Profile: PssLinkage
Parent: Task
Id: pss-linkage
Title: "Linkage"
Description: "Whether a referral brought the person where it pointed: who follows it, and what came of it."
* basedOn 1..1 MS
* basedOn only Reference(ServiceRequest)
* intent = #order (exactly)
* code 1..1 MS
* code = PssTaskCS#linkage
* for 1..1 MS
* for only Reference(Patient)
* owner MS
* businessStatus MS
* businessStatus from PssLinkageOutcomeVS (required)
* obeys pss-linkage-outcome
