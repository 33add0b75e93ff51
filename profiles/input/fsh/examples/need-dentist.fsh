Instance: need-dentist
InstanceOf: PssCharacteristic
Usage: #example
Title: "A need: a dentist"
Description: "A need: a dentist."
* insert Synthetic
* status = #final
* category[us-core] = $observation-category#social-history
* code = PssObservationCS#need "Need"
* subject = Reference(client-ben)
* effectiveDateTime = "2026-07-06"
* valueString = "A dentist who takes Medicaid"
