ValueSet: PssCheckVS
Id: pss-check-vs
Title: "Checks of staff"
Description: "Which look-up an agency makes about someone before and while they work for it."
* include codes from system PssCheckCS
