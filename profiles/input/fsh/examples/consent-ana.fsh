Instance: consent-ana
InstanceOf: PssPart2Consent
Usage: #example
Title: "The Part 2 consent of Ana"
Description: "The Part 2 consent of Ana."
* insert Synthetic
* status = #active
* scope = $consent-scope#patient-privacy
* category[part2] = $act-code#42CFRPart2CD
* category[disclosure] = $act-code#IDSCL
* patient = Reference(client-ana)
* dateTime = "2026-07-06T13:00:00-04:00"
* performer = Reference(client-ana)
* organization = Reference(agency)
* policyRule = $act-code#42CFRPart2
* provision.type = #permit
* provision.period.end = "2027-07-05"
* provision.actor.role = $participation#IRCP "information recipient"
* provision.actor.reference = Reference(lme-mco)
* provision.purpose[+] = $act-reason#TREAT
* provision.purpose[+] = $act-reason#HPAYMT
* provision.purpose[+] = $act-reason#HOPERAT
* provision.securityLabel = $act-code#42CFRPart2
