Profile: PssPart2Consent
Parent: Consent
Id: pss-part-2-consent
Title: "42 CFR Part 2 consent"
Description: "A person's written consent that substance use disorder records are disclosed (42 CFR 2.31): whose, by whom, to whom, what for, until when, signed when."
* scope = $consent-scope#patient-privacy
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains
    part2 1..1 MS and
    disclosure 0..1 MS
* category[part2] = $act-code#42CFRPart2CD
* category[disclosure] = $act-code#IDSCL
* patient 1..1 MS
* dateTime 1..1 MS
* performer 1..* MS
* organization 1..* MS
* source[x] MS
* policyRule 1..1 MS
* policyRule = $act-code#42CFRPart2
* provision 1..1 MS
* provision.type 1..1 MS
* provision.type = #permit (exactly)
* provision.period MS
* provision.actor 1..* MS
* provision.purpose 1..* MS
* provision.purpose from PssDisclosurePurposeVS (extensible)
* provision.securityLabel MS
* obeys pss-consent-recipient and pss-consent-end
