Instance: barc-ana
InstanceOf: PssRecoveryCapital
Usage: #example
Title: "BARC-10 with its items"
Description: "BARC-10 with its items."
* insert Synthetic
* status = #final
* category[survey] = $observation-category#survey
* code = PssObservationCS#barc-10
* subject = Reference(client-ana)
* effectiveDateTime = "2026-07-06"
* performer = Reference(specialist-bea)
* valueInteger = 45
* component[+].code = PssObservationCS#barc-10-1
* component[=].valueInteger = 5
* component[+].code = PssObservationCS#barc-10-2
* component[=].valueInteger = 4
* component[+].code = PssObservationCS#barc-10-3
* component[=].valueInteger = 3
* component[+].code = PssObservationCS#barc-10-4
* component[=].valueInteger = 4
* component[+].code = PssObservationCS#barc-10-5
* component[=].valueInteger = 5
* component[+].code = PssObservationCS#barc-10-6
* component[=].valueInteger = 4
* component[+].code = PssObservationCS#barc-10-7
* component[=].valueInteger = 6
* component[+].code = PssObservationCS#barc-10-8
* component[=].valueInteger = 5
* component[+].code = PssObservationCS#barc-10-9
* component[=].valueInteger = 4
* component[+].code = PssObservationCS#barc-10-10
* component[=].valueInteger = 5
