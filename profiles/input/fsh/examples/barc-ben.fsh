Instance: barc-ben
InstanceOf: PssRecoveryCapital
Usage: #example
Title: "BARC-10, the total alone"
Description: "BARC-10, the total alone."
* insert Synthetic
* status = #final
* category[survey] = $observation-category#survey
* code = PssObservationCS#barc-10
* subject = Reference(client-ben)
* effectiveDateTime = "2026-01-12"
* valueInteger = 38
