Extension: PssUnitsUsed
Id: pss-units-used
Title: "Units used, as the payer counts"
Description: "15-minute units that the payer counts as used."
Context: ClaimResponse
* value[x] 1..1
* value[x] only unsignedInt
