Instance: consent-ben
InstanceOf: PssPart2Consent
Usage: #example
Title: "The Part 2 consent of Ben"
Description: "The Part 2 consent of Ben."
* insert Synthetic
* status = #active
* scope = $consent-scope#patient-privacy
* category[part2] = $act-code#42CFRPart2CD
* category[disclosure] = $act-code#IDSCL
* patient = Reference(client-ben)
* dateTime = "2026-07-06T13:00:00-04:00"
* performer = Reference(client-ben)
* organization = Reference(agency)
* policyRule = $act-code#42CFRPart2
* provision.type = #permit
* provision.period.end = "2027-07-05"
* provision.actor.role = $participation#IRCP "information recipient"
* provision.actor.reference = Reference(lme-mco)
* provision.purpose[+] = $act-reason#TREAT
* provision.securityLabel = $act-code#42CFRPart2
